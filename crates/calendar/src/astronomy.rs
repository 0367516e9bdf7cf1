//! New moons and the sun's place, as far as a calendar needs them.
//!
//! Method: Jean Meeus, *Astronomical Algorithms*, 2nd edition: chapter 49 for the instant of the new moon (periodic and
//! planetary terms, good to some seconds in these centuries), chapter 25 for the sun's apparent longitude (good to
//! 0.01°, a quarter of an hour of time). The difference between dynamical and universal time follows the polynomial expressions of
//! Espenak and Meeus for 1900–2150. All days are civil days at UTC+7, numbered by Julian day number.

/// Hours that Vietnam is ahead of universal time.
const ZONE_HOURS: f64 = 7.0;

/// Coefficient, power of the eccentricity factor, multiples of M, M′, F and Ω (Meeus, table 49.A, column new moon).
const NEW_MOON_TERMS: [(f64, i32, f64, f64, f64, f64); 25] = [
    (-0.407_20, 0, 0.0, 1.0, 0.0, 0.0),
    (0.172_41, 1, 1.0, 0.0, 0.0, 0.0),
    (0.016_08, 0, 0.0, 2.0, 0.0, 0.0),
    (0.010_39, 0, 0.0, 0.0, 2.0, 0.0),
    (0.007_39, 1, -1.0, 1.0, 0.0, 0.0),
    (-0.005_14, 1, 1.0, 1.0, 0.0, 0.0),
    (0.002_08, 2, 2.0, 0.0, 0.0, 0.0),
    (-0.001_11, 0, 0.0, 1.0, -2.0, 0.0),
    (-0.000_57, 0, 0.0, 1.0, 2.0, 0.0),
    (0.000_56, 1, 1.0, 2.0, 0.0, 0.0),
    (-0.000_42, 0, 0.0, 3.0, 0.0, 0.0),
    (0.000_42, 1, 1.0, 0.0, 2.0, 0.0),
    (0.000_38, 1, 1.0, 0.0, -2.0, 0.0),
    (-0.000_24, 1, -1.0, 2.0, 0.0, 0.0),
    (-0.000_17, 0, 0.0, 0.0, 0.0, 1.0),
    (-0.000_07, 0, 2.0, 1.0, 0.0, 0.0),
    (0.000_04, 0, 0.0, 2.0, -2.0, 0.0),
    (0.000_04, 0, 3.0, 0.0, 0.0, 0.0),
    (0.000_03, 0, 1.0, 1.0, -2.0, 0.0),
    (0.000_03, 0, 0.0, 2.0, 2.0, 0.0),
    (-0.000_03, 0, 1.0, 1.0, 2.0, 0.0),
    (0.000_03, 0, -1.0, 1.0, 2.0, 0.0),
    (-0.000_02, 0, -1.0, 1.0, -2.0, 0.0),
    (-0.000_02, 0, 1.0, 3.0, 0.0, 0.0),
    (0.000_02, 0, 0.0, 4.0, 0.0, 0.0),
];

/// Angle at epoch and per lunation in degrees, coefficient in days (Meeus, chapter 49, planetary arguments).
const PLANETARY_TERMS: [(f64, f64, f64); 14] = [
    (299.77, 0.107_408, 0.000_325),
    (251.88, 0.016_321, 0.000_165),
    (251.83, 26.651_886, 0.000_164),
    (349.42, 36.412_478, 0.000_126),
    (84.66, 18.206_239, 0.000_110),
    (141.74, 53.303_771, 0.000_062),
    (207.14, 2.453_732, 0.000_060),
    (154.84, 7.306_860, 0.000_056),
    (34.52, 27.261_239, 0.000_047),
    (207.19, 0.121_824, 0.000_042),
    (291.34, 1.844_379, 0.000_040),
    (161.72, 24.198_154, 0.000_037),
    (239.56, 25.513_099, 0.000_035),
    (331.55, 3.592_518, 0.000_023),
];

/// Value of a polynomial whose coefficients are given from the constant upwards.
fn polynomial(t: f64, coefficients: &[f64]) -> f64 {
    coefficients.iter().rev().fold(0.0, |sum, c| sum * t + c)
}

/// Dynamical minus universal time, in seconds, for a Julian date in 1900–2150 (Espenak and Meeus).
fn delta_t_seconds(julian: f64) -> f64 {
    let year = 2000.0 + (julian - 2_451_545.0) / 365.25;
    match year {
        y if y < 1920.0 => polynomial(y - 1900.0, &[-2.79, 1.494_119, -0.059_893_9, 0.006_196_6, -0.000_197]),
        y if y < 1941.0 => polynomial(y - 1920.0, &[21.20, 0.844_93, -0.076_100, 0.002_093_6]),
        y if y < 1961.0 => polynomial(y - 1950.0, &[29.07, 0.407, -1.0 / 233.0, 1.0 / 2547.0]),
        y if y < 1986.0 => polynomial(y - 1975.0, &[45.45, 1.067, -1.0 / 260.0, -1.0 / 718.0]),
        y if y < 2005.0 => polynomial(
            y - 2000.0,
            &[63.86, 0.334_5, -0.060_374, 0.001_727_5, 0.000_651_814, 0.000_023_735_99],
        ),
        y if y < 2050.0 => polynomial(y - 2000.0, &[62.92, 0.322_17, 0.005_589]),
        y => -20.0 + 32.0 * ((y - 1820.0) / 100.0).powi(2) - 0.5628 * (2150.0 - y),
    }
}

/// Julian date, in dynamical time, of new moon number `lunation` (0 is 6 January 2000).
fn new_moon(lunation: i64) -> f64 {
    let k = lunation as f64;
    let t = k / 1236.85;
    let mean = 2_451_550.097_66
        + 29.530_588_861 * k
        + polynomial(t, &[0.0, 0.0, 0.000_154_37, -0.000_000_150, 0.000_000_000_73]);
    let sun = 2.5534 + 29.105_356_70 * k + polynomial(t, &[0.0, 0.0, -0.000_001_4, -0.000_000_11]);
    let moon =
        201.5643 + 385.816_935_28 * k + polynomial(t, &[0.0, 0.0, 0.010_758_2, 0.000_012_38, -0.000_000_058]);
    let latitude = 160.7108
        + 390.670_502_84 * k
        + polynomial(t, &[0.0, 0.0, -0.001_611_8, -0.000_002_27, 0.000_000_011]);
    let node = 124.7746 - 1.563_755_88 * k + polynomial(t, &[0.0, 0.0, 0.002_067_2, 0.000_002_15]);
    let eccentricity = polynomial(t, &[1.0, -0.002_516, -0.000_007_4]);

    let periodic: f64 = NEW_MOON_TERMS
        .iter()
        .map(|&(c, e, a, b, f, o)| {
            let angle = a * sun + b * moon + f * latitude + o * node;
            c * eccentricity.powi(e) * angle.to_radians().sin()
        })
        .sum();
    let planetary: f64 =
        PLANETARY_TERMS.iter().map(|&(a, rate, c)| c * (a + rate * k).to_radians().sin()).sum();
    mean + periodic + planetary
}

/// The civil day at UTC+7 (as Julian day number) of new moon number `lunation`.
#[expect(
    clippy::cast_possible_truncation,
    reason = "a Julian day number of these centuries is about 2.4 million"
)]
pub(crate) fn new_moon_day(lunation: i64) -> i64 {
    let dynamical = new_moon(lunation);
    let universal = dynamical - delta_t_seconds(dynamical) / 86_400.0;
    // A Julian day begins at noon: half a day makes it begin at midnight.
    (universal + 0.5 + ZONE_HOURS / 24.0).floor() as i64
}

/// Apparent longitude of the sun in degrees, 0 ≤ λ < 360, at a Julian date in dynamical time.
fn sun_longitude(julian: f64) -> f64 {
    let t = (julian - 2_451_545.0) / 36_525.0;
    let mean = polynomial(t, &[280.466_46, 36_000.769_83, 0.000_303_2]);
    let anomaly = polynomial(t, &[357.529_11, 35_999.050_29, -0.000_153_7]).to_radians();
    let centre = polynomial(t, &[1.914_602, -0.004_817, -0.000_014]) * anomaly.sin()
        + polynomial(t, &[0.019_993, -0.000_101]) * (2.0 * anomaly).sin()
        + 0.000_289 * (3.0 * anomaly).sin();
    let node = (125.04 - 1934.136 * t).to_radians();
    (mean + centre - 0.005_69 - 0.004_78 * node.sin()).rem_euclid(360.0)
}

/// Which twelfth of the zodiac (0–11, from the March equinox) the sun is in when civil day `day` begins at UTC+7.
#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "the quotient is 0–11")]
pub(crate) fn sun_sector_at_midnight(day: i64) -> u8 {
    let universal = day as f64 - 0.5 - ZONE_HOURS / 24.0;
    let dynamical = universal + delta_t_seconds(universal) / 86_400.0;
    (sun_longitude(dynamical) / 30.0).floor() as u8
}
