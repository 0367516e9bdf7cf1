//! The life of one case: who does what, and what is said.

use super::AGENCY;
use super::client::{Client, Person};
use axum::body::Bytes;
use serde_json::{Map, Value, json};

/// Procedure of the cases.
pub const PROCEDURE: &str = "aggregated-site.grant";
/// Parts of the dossier that must be there.
pub const PARTS: [&str; 3] = ["project", "founding", "source-consent"];

/// The acts of a life in their order, with the login of who does each; the applicant has none.
pub const ACTS: [(&str, &str); 6] = [
    ("file", ""),
    ("receive", "motcua"),
    ("appraise", "chuyenvien1"),
    ("agree", "truongphong"),
    ("sign", "giamdoc"),
    ("issue", "vanthu"),
];

/// What is said with an act.
pub fn input(act: &str) -> Map<String, Value> {
    let said = match act {
        "receive" => json!({ "assignee": "press-1" }),
        "appraise" => json!({ "recommendation": "granted", "opinion": "Hồ sơ đủ điều kiện (dữ liệu mẫu)." }),
        "sign" => json!({ "outcome": "granted" }),
        _ => json!({}),
    };
    said.as_object().cloned().unwrap_or_default()
}

/// A filled form; sample data, as its names say.
pub fn form(number: &str) -> Map<String, Value> {
    let form = json!({
        "licensee": "Công ty TNHH Truyền thông Sao Mai (mẫu)",
        "kind": "enterprise",
        "enterprise_code": "3700000001",
        "address": "123 Đại lộ Bình Dương, phường Phú Thọ, thành phố Thủ Dầu Một",
        "representative": "Trần Văn Bình, Giám đốc",
        "phone": "0912345678",
        "email": "lienhe@saomai.example.vn",
        "site_name": format!("Trang tin mẫu {number}"),
        "domains": [format!("t{number}.example.vn")],
        "purpose": "Cung cấp thông tin kinh tế, xã hội của địa phương",
        "content_scope": "Kinh tế, văn hóa, xã hội của địa phương",
        "sources": ["Báo Bình Dương", "Cổng thông tin điện tử tỉnh"],
        "audience": "Người dân và doanh nghiệp trong tỉnh",
        "server_location": "Trung tâm dữ liệu tại Thủ Dầu Một",
        "hosting_provider": "Công ty cổ phần Dữ liệu Mẫu",
        "responsible_person": "Trần Văn Bình",
        "responsible_phone": "0912345678",
        "term_years": 5,
    });
    form.as_object().cloned().unwrap_or_default()
}

/// Everybody who takes part.
#[derive(Debug, Clone)]
pub struct People {
    applicant: Person,
    officers: Vec<Person>,
    sha256: String,
}

impl People {
    /// Signs everybody in.
    pub async fn enter(client: &mut Client) -> anyhow::Result<Self> {
        let (applicant, sha256) = client.applicant().await?;
        let mut officers = Vec::new();
        for (_, login) in ACTS.iter().filter(|(_, login)| !login.is_empty()) {
            officers.push(client.officer(login).await?);
        }
        Ok(Self { applicant, officers, sha256 })
    }

    /// Who does the act at this place in a life.
    pub fn who(&self, place: usize) -> &Person {
        place.checked_sub(1).and_then(|i| self.officers.get(i)).unwrap_or(&self.applicant)
    }

    /// The body of the request for the act at this place.
    pub fn body(&self, place: usize, number: &str) -> Bytes {
        let body = match ACTS.get(place) {
            Some((act, login)) if !login.is_empty() => json!({ "input": input(act) }),
            _ => {
                let files =
                    PARTS.map(|part| json!({ "part": part, "sha256": self.sha256, "name": "mau.pdf" }));
                json!({ "procedure": PROCEDURE, "form": form(number), "files": files })
            }
        };
        body.to_string().into()
    }

    /// Where that request goes.
    pub fn path(place: usize, matter: &str) -> String {
        match ACTS.get(place) {
            Some((act, login)) if !login.is_empty() => format!("/{AGENCY}/api/v1/cases/{matter}/acts/{act}"),
            _ => format!("/{AGENCY}/api/v1/cases"),
        }
    }
}
