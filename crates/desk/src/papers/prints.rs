//! What sheets printed on demand share. They are no papers of a matter: nothing is promised, numbered or kept, and printing again
//! shows what is true then.

use crate::desk::Desk;
use crate::error::{DeskError, PerformError};
use congvu_matter::FormInForce;
use jiff::civil::{Date, DateTime};
use serde_json::Value;

impl Desk {
    /// The form in force on a day.
    pub(super) fn form(&self, day: Date, key: &'static str) -> Result<FormInForce, PerformError> {
        let missing = |_| PerformError::Unknown { what: "form in force today", id: key.to_owned() };
        self.packs.library.form_on(key, day).map_err(missing)
    }

    /// Sets a sheet, aside from the tasks that wait for the network.
    pub(super) async fn set_sheet(
        &self,
        template: String,
        data: Value,
        at: DateTime,
    ) -> Result<Vec<u8>, DeskError> {
        let inner = std::sync::Arc::clone(&self.inner);
        let set = tokio::task::spawn_blocking(move || inner.set(&template, &data, at)).await.ok();
        let set = set.ok_or_else(|| DeskError::Paper("the typesetter stopped".into()))?;
        set.map_err(|e| DeskError::Paper(e.to_string()))
    }
}

/// Puts fields into the body of a paper's data, in place of those of the same name.
pub(super) fn merge(data: &mut Value, fields: Value) {
    if let (Some(body), Value::Object(fields)) = (data.get_mut("body").and_then(Value::as_object_mut), fields)
    {
        body.extend(fields);
    }
}
