//! Sets one paper from a template folder: `preview FOLDER TEMPLATE DATA.json OUT.pdf`.

use std::error::Error;
use std::fs;

use congvu_paper::{FontSource, PaperJob, TemplateSet, Typesetter};

#[expect(clippy::print_stdout, reason = "an example speaks on the command line")]
fn main() -> Result<(), Box<dyn Error>> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [folder, main, data, out] = arguments.as_slice() else {
        return Err("usage: preview FOLDER TEMPLATE DATA.json OUT.pdf".into());
    };
    let mut files = Vec::new();
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        if let (Some("typ"), Some(name)) =
            (path.extension().and_then(|e| e.to_str()), path.file_name().and_then(|n| n.to_str()))
        {
            files.push((name.to_owned(), fs::read_to_string(&path)?));
        }
    }
    let templates = TemplateSet::new(files)?;
    let data = serde_json::from_str(&fs::read_to_string(data)?)?;
    let job = PaperJob {
        templates: &templates,
        main,
        data: &data,
        assets: &[],
        at: jiff::civil::date(2024, 3, 4).at(8, 0, 0, 0),
        lang: "vi",
    };
    let paper = Typesetter::new(&FontSource::EmbeddedOnly)?.typeset(&job)?;
    fs::write(out, &paper.pdf)?;
    println!("{out}: {} page(s), {} bytes", paper.pages, paper.pdf.len());
    for warning in paper.warnings {
        println!("warning: {warning}");
    }
    Ok(())
}
