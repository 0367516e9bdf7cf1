//! The department's own key, with which it signs what it sends and the links that it gives.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use congvu_desk::Desk;
use congvu_pack::Agency;
use congvu_web::{ResultExt, WebError};
use serde_json::{Value, json};

use crate::profile;

/// Setting with the secret key, hexadecimal.
const SETTING: &str = "portal-key";

/// The secret key: made the first time, the same on every node.
pub(crate) async fn secret(desk: &Desk, agency: &Agency) -> Result<[u8; 32], WebError> {
    if let Some(kept) = read(desk, agency).await? {
        return Ok(kept);
    }
    let mut fresh = [0_u8; 32];
    getrandom::fill(&mut fresh).or_fault()?;
    let text = serde_json::to_string(&hex::encode(fresh)).or_fault()?;
    desk.store().put_setting(agency.id(), SETTING, &text).await.or_fault()?;
    // Two nodes may have made one at the same moment: what is stored counts.
    read(desk, agency).await?.ok_or_else(|| WebError::fault("the key of the portal interface was not kept"))
}

async fn read(desk: &Desk, agency: &Agency) -> Result<Option<[u8; 32]>, WebError> {
    let Some(kept) = desk.store().setting(agency.id(), SETTING).await.or_fault()? else { return Ok(None) };
    let text: String = serde_json::from_str(&kept).or_fault()?;
    let bytes = hex::decode(text).ok().and_then(|b| <[u8; 32]>::try_from(b).ok());
    bytes.map(Some).ok_or_else(|| WebError::fault("the kept key of the portal interface is damaged"))
}

/// The public key as a JSON Web Key Set (RFC 7517, RFC 8037).
pub(crate) async fn public(desk: &Desk, agency: &Agency) -> Result<Value, WebError> {
    let key = profile::public_key(&secret(desk, agency).await?);
    Ok(json!({ "keys": [{
        "kty": "OKP", "crv": "Ed25519", "use": "sig", "kid": agency.id(), "x": URL_SAFE_NO_PAD.encode(key),
    }] }))
}
