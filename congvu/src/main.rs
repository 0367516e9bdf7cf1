//! The binary: command line, configuration, composition of the server.
fn main() {}
