//! Sealing and opening.

use crate::file::DataKey;
use crate::random::Drawn;
use crate::{Fault, Master, Place};
use hpke::aead::ChaCha20Poly1305 as HpkeCipher;
use hpke::kdf::HkdfSha256;
use hpke::kem::X25519HkdfSha256;
use hpke::{Deserializable, Kem, OpModeR, OpModeS, Serializable};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use zeroize::Zeroizing;

type Encapped = <X25519HkdfSha256 as Kem>::EncappedKey;

/// Bytes of the salt before the content.
const SALT: usize = 32;

/// The key of the content, for one position.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Wrapped {
    /// The position.
    pub position: String,
    /// The encapsulated key of HPKE, hexadecimal.
    pub enc: String,
    /// The wrapped key, hexadecimal.
    pub key: String,
}

/// Sealed content.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sealed {
    /// The encrypted content.
    pub ciphertext: Vec<u8>,
    /// SHA-256 over a salt and the content: what the record keeps.
    pub commitment: [u8; 32],
    /// Its key, for each position that may look; empty once erased.
    pub keys: Vec<Wrapped>,
}

impl Sealed {
    /// SHA-256 of the ciphertext: what the record keeps besides the commitment.
    #[must_use]
    pub fn digest(&self) -> [u8; 32] {
        Sha256::digest(&self.ciphertext).into()
    }
}

/// What the record says instead of the content.
fn commit(salt: &[u8], content: &[u8]) -> [u8; 32] {
    Sha256::new_with_prefix(b"congvu-seal/1 commitment\0")
        .chain_update(salt)
        .chain_update(content)
        .finalize()
        .into()
}

/// Seals content for positions; `seed` must be random and used once. The key that comes with it, [`DataKey::of`] the seed, seals
/// files that belong to the content.
///
/// # Errors
/// [`Fault::Nobody`] without a position, [`Fault::TooLarge`].
pub fn seal(
    master: &Master,
    place: &Place<'_>,
    content: &[u8],
    positions: &[&str],
    seed: &[u8; 32],
) -> Result<(Sealed, DataKey), Fault> {
    if positions.is_empty() {
        return Err(Fault::Nobody);
    }
    let mut random = Drawn::new(seed);
    let key = DataKey(random.bytes());
    let salt = Zeroizing::new(random.bytes());
    let commitment = commit(salt.as_ref(), content);
    let mut inner = Zeroizing::new(Vec::with_capacity(content.len().saturating_add(SALT)));
    inner.extend_from_slice(salt.as_ref());
    inner.extend_from_slice(content);
    let ciphertext = key.encrypt(&told(place, &commitment), 0, &inner)?;
    let wrap = |position: &&str| wrap(master, place, position, &commitment, &key, &mut random);
    let keys = positions.iter().map(wrap).collect::<Result<_, _>>()?;
    Ok((Sealed { ciphertext, commitment, keys }, key))
}

fn told(place: &Place<'_>, commitment: &[u8; 32]) -> Vec<u8> {
    let mut told = place.bytes("content");
    told.extend_from_slice(commitment);
    told
}

fn wrap(
    master: &Master,
    place: &Place<'_>,
    position: &str,
    commitment: &[u8; 32],
    key: &DataKey,
    random: &mut Drawn,
) -> Result<Wrapped, Fault> {
    let (_, public) = master.position(place.agency, position);
    let (enc, wrapped) = hpke::single_shot_seal_with_rng::<HpkeCipher, HkdfSha256, X25519HkdfSha256>(
        &OpModeS::Base,
        &public,
        &place.bytes("key"),
        &key.0,
        commitment,
        random,
    )
    .map_err(|_| Fault::Broken)?;
    Ok(Wrapped { position: position.to_owned(), enc: hex::encode(enc.to_bytes()), key: hex::encode(wrapped) })
}

/// Opens sealed content for one of its positions, and checks that it is what was committed to. The key that comes with it opens
/// the files that belong to it.
///
/// # Errors
/// [`Fault::Erased`], [`Fault::NotForThis`], [`Fault::Broken`].
pub fn open(
    master: &Master,
    place: &Place<'_>,
    position: &str,
    sealed: &Sealed,
) -> Result<(Zeroizing<Vec<u8>>, DataKey), Fault> {
    if sealed.keys.is_empty() {
        return Err(Fault::Erased);
    }
    let wrapped = sealed.keys.iter().find(|w| w.position == position).ok_or(Fault::NotForThis)?;
    let enc = hex::decode(&wrapped.enc).map_err(|_| Fault::Broken)?;
    let enc = Encapped::from_bytes(&enc).map_err(|_| Fault::Broken)?;
    let closed = hex::decode(&wrapped.key).map_err(|_| Fault::Broken)?;
    let (private, _) = master.position(place.agency, position);
    let key = hpke::single_shot_open::<HpkeCipher, HkdfSha256, X25519HkdfSha256>(
        &OpModeR::Base,
        &private,
        &enc,
        &place.bytes("key"),
        &closed,
        &sealed.commitment,
    )
    .map_err(|_| Fault::Broken)?;
    let key = Zeroizing::new(key);
    let key = DataKey(key.as_slice().try_into().map_err(|_| Fault::Broken)?);
    let inner = key.decrypt(&told(place, &sealed.commitment), 0, &sealed.ciphertext)?;
    let (salt, content) = inner.split_at_checked(SALT).ok_or(Fault::Broken)?;
    if commit(salt, content) != sealed.commitment {
        return Err(Fault::Broken);
    }
    Ok((Zeroizing::new(content.to_vec()), key))
}
