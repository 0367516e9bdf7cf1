//! Forms, read from their schemas once and kept.

use std::collections::HashMap;
use std::sync::{Arc, PoisonError, RwLock};

use congvu_matter::declare::Version;
use congvu_pack::Loaded;
use congvu_web::WebError;
use congvu_web::form::FormSpec;
use serde_json::{Map, Value};

/// States of one form that are kept: departments may have their own, and old ones serve running cases.
const KEPT: usize = 8;

/// Forms by procedure and schema file. Cheap to clone.
#[derive(Debug, Clone, Default)]
pub struct Specs(Arc<RwLock<HashMap<String, Vec<Arc<FormSpec>>>>>);

impl Specs {
    /// The form of a version; none where it has none.
    ///
    /// # Errors
    /// The schema is not loaded, or cannot be shown as a form.
    pub fn of(&self, loaded: &Loaded, version: &Version) -> Result<Option<Arc<FormSpec>>, WebError> {
        let Some(form) = &version.form else { return Ok(None) };
        let key = format!("{}/{}", loaded.declared.id, form.schema);
        let schema = loaded.schemas.get(&form.schema);
        let schema =
            schema.ok_or_else(|| WebError::fault(format!("schema `{}` is not loaded", form.schema)))?;
        let same = |kept: &&Arc<FormSpec>| kept.schema() == schema;
        let all = self.0.read().unwrap_or_else(PoisonError::into_inner);
        let kept = all.get(&key).and_then(|states| states.iter().find(same)).cloned();
        drop(all);
        if kept.is_some() {
            return Ok(kept);
        }
        let spec = Arc::new(FormSpec::new(schema.clone()).map_err(WebError::fault)?);
        let mut all = self.0.write().unwrap_or_else(PoisonError::into_inner);
        let states = all.entry(key).or_default();
        if states.len() >= KEPT {
            states.remove(0);
        }
        states.push(Arc::clone(&spec));
        Ok(Some(spec))
    }
}

/// Puts in what the schema gives for fields that were left out.
pub fn with_defaults(spec: &FormSpec, form: &mut Map<String, Value>) {
    for (name, default) in properties(spec).filter_map(|(n, p)| Some((n, p.get("default")?))) {
        if !form.contains_key(name) {
            form.insert(name.clone(), default.clone());
        }
    }
}

/// The properties of a form's schema.
pub fn properties(spec: &FormSpec) -> impl Iterator<Item = (&String, &Value)> {
    spec.schema().get("properties").and_then(Value::as_object).into_iter().flatten()
}

/// The property that is filled in from this place, as `x-prefill` says.
pub fn prefilled_from<'s>(spec: &'s FormSpec, place: &str) -> Option<&'s str> {
    properties(spec)
        .find(|(_, p)| p.get("x-prefill").and_then(Value::as_str) == Some(place))
        .map(|(name, _)| name.as_str())
}
