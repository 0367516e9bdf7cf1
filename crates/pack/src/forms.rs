//! One-stop forms with their days of force, and the fields of the catalogue.

use congvu_matter::FormInForce;
use congvu_matter::declare::Text;
use jiff::civil::Date;
use serde::Deserialize;

/// `forms.toml`.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FormsFile {
    /// Forms.
    #[serde(rename = "form")]
    pub forms: Vec<FormDef>,
}

/// One form through time.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FormDef {
    /// Key that lifecycles use.
    pub key: String,
    /// Template.
    pub template: String,
    /// Versions, oldest first.
    #[serde(rename = "version")]
    pub versions: Vec<FormVersion>,
}

/// A form as prescribed for a time.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FormVersion {
    /// First day.
    pub from: Date,
    /// First day on which it is no longer in force.
    #[serde(default)]
    pub until: Option<Date>,
    /// Number of the form.
    #[serde(default)]
    pub number: Option<String>,
    /// Circular.
    #[serde(default)]
    pub circular: Option<String>,
    /// Name.
    pub name: Text,
    /// Letters of the paper's own number.
    #[serde(default)]
    pub number_type: Option<String>,
    /// Where it was read.
    #[serde(default)]
    pub source: Option<String>,
    /// Read in a source, not remembered.
    pub verified: bool,
}

impl FormDef {
    /// The form in force on a day.
    ///
    /// # Errors
    /// None is in force: the first later day on which one is, where there is one.
    pub fn on(&self, day: Date) -> Result<FormInForce, Option<Date>> {
        let found = self.versions.iter().find(|v| v.from <= day && v.until.is_none_or(|u| day < u));
        let version =
            found.ok_or_else(|| self.versions.iter().map(|v| v.from).filter(|from| *from > day).min())?;
        Ok(FormInForce {
            template: self.template.clone(),
            number: version.number.clone(),
            circular: version.circular.clone(),
            title: version.name.vi.clone(),
            number_type: version.number_type.clone(),
        })
    }
}

/// `fields.toml`.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FieldsFile {
    /// Fields.
    #[serde(rename = "field")]
    pub fields: Vec<Field>,
}

/// A field that groups procedures.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Field {
    /// Identifier.
    pub id: String,
    /// Name.
    pub name: Text,
}
