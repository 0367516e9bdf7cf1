//! From what is typed to JSON, and what is said when it does not fit.
#![expect(clippy::unwrap_used, clippy::indexing_slicing, reason = "helpers of tests, outside test functions")]

use congvu_web::form::{FormSpec, FormValues};
use congvu_web::{I18n, Lang, Words};
use proptest::prelude::*;
use serde_json::{Value, json};

fn sample() -> FormSpec {
    FormSpec::new(serde_json::from_str(include_str!("../examples/gallery/form.schema.json")).unwrap())
        .unwrap()
}

fn words(lang: Lang) -> Words {
    I18n::builder().build().unwrap().words(lang)
}

fn one(property: Value) -> Result<FormSpec, congvu_web::form::FormError> {
    FormSpec::new(json!({ "type": "object", "properties": { "f": property } }))
}

fn check(property: Value, typed: &[&str], expected: Result<Value, &str>) {
    let mut property = property;
    property.as_object_mut().unwrap().entry("x-vi").or_insert("Ô".into());
    let spec = FormSpec::new(json!({ "type": "object", "required": ["f"], "properties": { "f": property } }))
        .unwrap();
    let values = FormValues::from_pairs(typed.iter().map(|t| ("f".to_owned(), (*t).to_owned())));
    let got = spec.check(&words(Lang::Vi), &values).map(|v| v["f"].clone()).map_err(|e| {
        assert_eq!((e.len(), e[0].field.as_str()), (1, "f"));
        e[0].message.clone()
    });
    assert_eq!(got, expected.map_err(str::to_owned), "{property} {typed:?}");
}

#[test]
fn values_and_messages() {
    let string = || json!({ "type": "string" });
    check(string(), &["  Hậu  "], Ok(json!("Hậu")));
    check(string(), &[], Err("Ông/bà chưa điền “Ô”."));
    check(string(), &["  \r\n "], Err("Ông/bà chưa điền “Ô”."));
    check(string(), &[&"x".repeat(1_001)], Err("“Ô” chỉ được tối đa 1.000 ký tự. Xin viết ngắn hơn."));
    check(json!({ "type": "string", "minLength": 1 }), &["a"], Ok(json!("a")));
    check(json!({ "type": "string", "minLength": 3 }), &["ab"], Err("“Ô” cần ít nhất 3 ký tự."));
    check(
        json!({ "type": "string", "maxLength": 3 }),
        &["abcd"],
        Err("“Ô” chỉ được tối đa 3 ký tự. Xin viết ngắn hơn."),
    );
    check(json!({ "type": "string", "maxLength": 3 }), &["Hậu"], Ok(json!("Hậu")));
    check(
        json!({ "type": "string", "pattern": "^a" }),
        &["b"],
        Err("“Ô” chưa đúng mẫu. Xin xem hướng dẫn phía trên ô."),
    );
    check(
        json!({ "type": "string", "pattern": "^a", "x-error-vi": "Bắt đầu bằng a." }),
        &["b"],
        Err("Bắt đầu bằng a."),
    );

    let email = || json!({ "type": "string", "format": "email" });
    check(email(), &["a@b.vn"], Ok(json!("a@b.vn")));
    check(email(), &["a.b.vn"], Err("Xin nhập địa chỉ thư điện tử đầy đủ, ví dụ ten@coquan.vn."));
    let phone = || json!({ "type": "string", "format": "phone" });
    check(phone(), &["0912 345 678"], Ok(json!("0912 345 678")));
    check(phone(), &["+84 912.345.678"], Ok(json!("+84 912.345.678")));
    for bad in ["12345", "0912 345 67a", "++84912345678", "0912345678901234"] {
        check(phone(), &[bad], Err("Xin nhập số điện thoại gồm 9 đến 15 chữ số, ví dụ 0912 345 678."));
    }
    let date = || json!({ "type": "string", "format": "date" });
    check(date(), &["21/11/2026"], Ok(json!("2026-11-21")));
    check(date(), &["2026-11-21"], Ok(json!("2026-11-21")));
    check(date(), &["31/02/2026"], Err("Xin nhập ngày theo dạng ngày/tháng/năm, ví dụ 21/11/2026."));

    let integer = || json!({ "type": "integer", "minimum": 1, "maximum": 5000 });
    check(integer(), &["1.234"], Ok(json!(1234)));
    check(integer(), &["0"], Err("“Ô” phải từ 1 trở lên."));
    check(integer(), &["6000"], Err("“Ô” không được quá 5.000."));
    check(integer(), &["1,5"], Err("“Ô” phải là số nguyên."));
    let number = || json!({ "type": "number", "exclusiveMinimum": 0.5, "exclusiveMaximum": 10 });
    check(number(), &["1,5"], Ok(json!(1.5)));
    check(number(), &["0,5"], Err("“Ô” phải lớn hơn 0,5."));
    check(number(), &["10"], Err("“Ô” phải nhỏ hơn 10."));
    check(number(), &["nhiều"], Err("“Ô” phải là một số."));

    check(json!({ "type": "boolean" }), &[], Ok(json!(false)));
    check(json!({ "type": "boolean" }), &["true"], Ok(json!(true)));
    check(json!({ "type": "boolean", "const": true }), &[], Err("Xin đánh dấu vào ô “Ô” để tiếp tục."));
    let yes_no = || json!({ "type": "boolean", "x-widget": "yes-no" });
    check(yes_no(), &["false"], Ok(json!(false)));
    check(yes_no(), &[], Err("Ông/bà chưa chọn “Ô”."));

    let choice = || json!({ "type": "string", "enum": ["a", "b"] });
    check(choice(), &["b"], Ok(json!("b")));
    check(choice(), &["c"], Err("Xin chọn một mục có sẵn cho “Ô”."));
    check(choice(), &[], Err("Ông/bà chưa chọn “Ô”."));
    let list = || json!({ "type": "array", "items": { "type": "string" }, "minItems": 2, "maxItems": 3, "uniqueItems": true });
    check(list(), &["a\r\n\r\n b \r\n"], Ok(json!(["a", "b"])));
    check(list(), &["a"], Err("“Ô” cần ít nhất 2 mục."));
    check(list(), &["a\nb\nc\nd"], Err("“Ô” chỉ được tối đa 3 mục."));
    check(list(), &["a\na"], Err("“Ô” có mục bị lặp. Xin bỏ bớt mục trùng."));
    let many = || json!({ "type": "array", "items": { "type": "string", "enum": ["a", "b"] } });
    check(many(), &["a", "b"], Ok(json!(["a", "b"])));
    check(many(), &["a", "z"], Err("Xin chọn một mục có sẵn cho “Ô”."));
}

#[test]
fn errors_come_in_the_order_of_the_form() {
    let (spec, w) = (sample(), words(Lang::En));
    let errors = spec.check(&w, &FormValues::default()).unwrap_err();
    let fields: Vec<_> = errors.iter().map(|e| e.field.as_str()).collect();
    assert_eq!(fields, ["org", "kind", "email", "phone", "site", "topics", "agree"]);
    assert_eq!(errors[0].message, "Fill in “Name of the organisation”.");
    let html = spec.whole(&w, "token", "/form", "Go", &FormValues::default(), &errors).into_string();
    for error in &errors {
        let id = &error.field;
        assert!(
            html.contains(&format!("href=\"#f-{id}\"")) && html.contains(&format!("id=\"f-{id}\"")),
            "{id}"
        );
    }
}

#[test]
fn what_was_typed_comes_back_escaped() {
    let (spec, w) = (sample(), words(Lang::Vi));
    let typed = [
        ("org", "<script>\"'&"),
        ("staff", "1.2.3"),
        ("foreign", "true"),
        ("topics", "health"),
        ("purpose", "\na</textarea>"),
    ];
    let values = FormValues::from_pairs(typed.map(|(k, v)| (k.to_owned(), v.to_owned())));
    let errors = spec.check(&w, &values).unwrap_err();
    let html = spec.render(&w, &values, &errors).into_string();
    assert!(!html.contains("<script>") && !html.contains("a</textarea>"), "{html}");
    assert!(html.contains("value=\"1.2.3\""));
    assert!(html.contains("value=\"health\" checked") && !html.contains("value=\"economy\" checked"));
    assert!(html.contains("value=\"true\" checked"));
}

#[test]
fn json_fills_the_form_in_and_reads_well() {
    let (spec, w) = (sample(), words(Lang::Vi));
    let json = json!({
        "org": "Công ty", "kind": "enterprise", "email": "a@b.vn", "phone": "0912345678", "founded": "2020-01-31",
        "site": "tin.vn", "sources": ["A", "B"], "topics": ["culture", "health"], "staff": 1200, "capital": 1.5,
        "foreign": false, "agree": true
    });
    let values = FormValues::from_json(&spec, Lang::Vi, &json);
    assert_eq!(spec.check(&w, &values).unwrap(), json);
    let shown = spec.read_only(&w, &json, Some("/form")).into_string();
    for expected in [
        "Doanh nghiệp",
        "31/01/2020",
        "A<br>B",
        "Văn hóa<br>Y tế",
        "1.200",
        "1,5",
        "Không",
        "Chưa khai",
        "/form#f-org",
    ] {
        assert!(shown.contains(expected), "{expected} in {shown}");
    }
}

#[test]
fn a_wrong_schema_is_refused_with_its_place() {
    for (schema, expected) in [
        (json!(1), "at ``: the schema of a form must be an object"),
        (json!({}), "at `/properties`: the schema of a form must have `properties`"),
        (
            json!({ "properties": {}, "required": ["a"] }),
            "at `/required`: `a` is required but is not among the properties",
        ),
        (
            json!({ "properties": { "a": { "type": "string", "x-vi": "A", "x-section": "s" } } }),
            "at `/properties/a/x-section`: there is no section `s`",
        ),
        (
            json!({ "properties": { "a b": {} } }),
            "at `/properties/a b`: name a field with letters, digits, `-` and `_`, at most 64",
        ),
        (
            json!({ "properties": { "_csrf": {} } }),
            "at `/properties/_csrf`: name a field with letters, digits, `-` and `_`, at most 64",
        ),
        (json!({ "properties": {}, "x-sections": [{}] }), "at `/x-sections/0`: a section must have an `id`"),
    ] {
        assert_eq!(FormSpec::new(schema).unwrap_err().to_string(), expected);
    }
    for (property, expected) in [
        (json!({ "type": "string" }), "at `/properties/f`: a field must have a label `x-vi`"),
        (json!({ "x-vi": "A" }), "at `/properties/f`: a field must have one `type`"),
        (
            json!({ "x-vi": "A", "type": "object" }),
            "at `/properties/f`: a form has no field for the type `object`; make it flat",
        ),
        (
            json!({ "x-vi": "A", "type": "string", "x-hint": "" }),
            "at `/properties/f/x-hint`: there is no annotation `x-hint`",
        ),
        (
            json!({ "x-vi": "A", "type": "string", "x-widget": "map" }),
            "at `/properties/f`: there is no widget `map` for the type `string`",
        ),
        (
            json!({ "x-vi": "A", "type": "string", "format": "time" }),
            "at `/properties/f`: a form has no field for the format `time`",
        ),
        (
            json!({ "x-vi": "A", "type": "array" }),
            "at `/properties/f`: a list in a form must be one of strings",
        ),
        (
            json!({ "x-vi": "A", "type": "string", "enum": [1] }),
            "at `/properties/f`: a choice in a form must be a string",
        ),
        (
            json!({ "x-vi": "A", "type": "string", "enum": ["a"], "x-choices": { "b": {} } }),
            "at `/properties/f/x-choices`: `b` is not a value of the enum",
        ),
    ] {
        assert_eq!(one(property).unwrap_err().to_string(), expected);
    }
    let broken = one(json!({ "x-vi": "A", "type": "string", "pattern": "(" })).unwrap_err();
    assert!(broken.message.starts_with("not a valid schema"), "{broken}");
}

// conformance: TT32-8.3
#[test]
fn help_is_tied_to_its_field() {
    let w = words(Lang::Vi);
    for (property, holder) in [
        (json!({ "type": "string" }), "<input type=\"text\""),
        (json!({ "type": "string", "x-widget": "textarea" }), "<textarea"),
        (json!({ "type": "boolean" }), "<input type=\"checkbox\""),
        (json!({ "type": "string", "enum": ["a", "b"] }), "<fieldset"),
        (json!({ "type": "string", "enum": ["a", "b"], "x-widget": "select" }), "<select"),
        (json!({ "type": "array", "items": { "type": "string", "enum": ["a"] } }), "<fieldset"),
        (json!({ "type": "string", "format": "date" }), "<input type=\"date\""),
    ] {
        for help in ["", "Ghi như trên giấy <tờ>."] {
            let mut property = property.clone();
            property["x-vi"] = "Ô".into();
            if !help.is_empty() {
                property["x-help-vi"] = help.into();
            }
            let spec = one(property.clone()).unwrap();
            let html = spec.render(&w, &FormValues::default(), &[]).into_string();
            let tag = html.split(holder).nth(1).unwrap_or_else(|| panic!("{holder} in {html}"));
            let tag = tag.split('>').next().unwrap();
            if help.is_empty() {
                assert!(!tag.contains("aria-describedby") && !html.contains("-hint\""), "{html}");
            } else {
                assert!(tag.contains("aria-describedby=\"f-f-hint\""), "{property}: {html}");
                assert!(html.contains("id=\"f-f-hint\">Ghi như trên giấy &lt;tờ&gt;.<"), "{html}");
            }
        }
    }
}

proptest! {
    /// Whatever is sent, nothing panics, and the page that shows it again has no markup of the sender's in it.
    #[test]
    fn any_body_is_survived(body in proptest::collection::vec(any::<u8>(), 0..400), name in "(org|kind|staff|capital|founded|sources|topics|agree)", text in "\\PC{0,60}") {
        let (spec, w) = (sample(), words(Lang::Vi));
        let mut values = FormValues::parse(&body);
        values.set(name, format!("{text}<i>"));
        let errors = spec.check(&w, &values).unwrap_err();
        let html = spec.render(&w, &values, &errors).into_string();
        prop_assert!(!html.contains("<i>"));
    }
}
