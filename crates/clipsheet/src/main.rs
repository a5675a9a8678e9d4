//! A server for the annotated daily paper with a talkative readership.

fn main() {}
