//! Writes `sample.xlsx` and `sample.csv` into the folder named: every kind of cell, with what spreadsheets are touchy about.
//! `tools/check_sheet.py` reads both with other programs.

use congvu_sheet::{Cell, Column, Sheet};
use jiff::civil::date;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let folder = std::env::args().nth(1).ok_or("name a folder")?;
    let folder = std::path::Path::new(&folder);
    let heads = ["Số", "Nội dung", "Ngày nộp", "Ngày cấp", "Trễ (ngày)"];
    let mut sheet = Sheet::new("Hồ sơ: [mẫu]/2024", heads.map(|h| Column::new(h, 20)).into());
    let texts = [
        "Công ty “Ánh Sáng”, số 1",
        "=1+1",
        "+84912345678",
        "-2",
        "@SUM(A1)",
        "hai\ndòng",
        "00123",
        "x < y & z",
    ];
    for (n, text) in (1_u32..).zip(texts) {
        sheet.push(vec![
            Cell::text(format!("000.00.00.H09-240304-{n:04}")),
            Cell::text(text),
            Cell::Moment(date(2024, 3, 4).at(8, i8::try_from(n)?, 0, 0)),
            if n % 2 == 0 { Cell::Empty } else { Cell::Date(date(2024, 2, 29)) },
            Cell::Number(i32::try_from(n)?),
        ]);
    }
    std::fs::write(folder.join("sample.xlsx"), sheet.xlsx()?)?;
    std::fs::write(folder.join("sample.csv"), sheet.csv())?;
    Ok(())
}
