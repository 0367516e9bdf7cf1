fn main() {
    for f in std::env::args().skip(1) {
        match congvu_law::import_with_ledger(&std::fs::read(&f).unwrap()) {
            Ok((d, l)) => {
                println!("{}", serde_json::to_string(&congvu_law::Report::of(&d)).unwrap());
                let x = congvu_law::write_akn(&d);
                for i in congvu_law::check_akn(&x, Some(&d)) { eprintln!("AKN {i}"); }
                std::fs::write(format!("/tmp/akn-{}.xml", f.replace('/', "_")), x).unwrap();
                eprintln!("missing {:?}", l.missing(&std::fs::read_to_string(&f).unwrap()).len());
            }
            Err(e) => println!("{e}"),
        }
    }
}
