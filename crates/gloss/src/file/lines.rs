//! On which lines the entries of a glossary file begin, so that whoever mends one by hand finds it.

/// The line on which each entry begins, counted from 1. The text has been read as JSON already; of any other the answer
/// means nothing.
pub(super) fn entry_lines(json: &str) -> Vec<usize> {
    let (mut lines, mut line, mut depth) = (Vec::new(), 1, 0usize);
    // How deep the entries are while their list is open, and whether the next thing in it begins one.
    let (mut list, mut begins) = (None, false);
    let mut name = "";
    let mut rest = json.char_indices();
    while let Some((at, c)) = rest.next() {
        if c == '\n' {
            line += 1;
        }
        if c.is_whitespace() {
            continue;
        }
        if list == Some(depth) {
            if c == ',' {
                begins = true;
                continue;
            }
            if begins && c != ']' {
                lines.push(line);
            }
            begins = false;
        }
        match c {
            '"' => {
                let mut escaped = false;
                let end = rest.find(|&(_, c)| {
                    let ends = c == '"' && !escaped;
                    escaped = c == '\\' && !escaped;
                    ends
                });
                let text = end.and_then(|(end, _)| json.get(at + 1..end));
                name = text.unwrap_or_default();
            }
            '[' | '{' => {
                if c == '[' && (depth == 0 || depth == 1 && name == "entries") {
                    // Of several lists of that name the last one counts.
                    lines.clear();
                    (list, begins) = (Some(depth + 1), true);
                }
                depth += 1;
            }
            ']' | '}' => {
                if list == Some(depth) && c == ']' {
                    list = None;
                }
                depth = depth.saturating_sub(1);
            }
            _ => {}
        }
    }
    lines
}

#[cfg(test)]
mod tests {
    use super::entry_lines;

    #[test]
    fn each_entry_is_found_on_its_line() {
        let file = "{\"serials\": [{\"name\": \"entries\", \"lines\": [\"[\\\"\"]}],\n \"entries\": [\n {\"headword\": \"Gull\",\n  \
                    \"near\": [\"a\", \"b\"]}, 7,\n\n[1, 2],\"x\"]}";
        assert_eq!(entry_lines(file), [3, 4, 6, 6]);
        assert_eq!(entry_lines("[\n{},{\n},\n\"a,b\"]"), [2, 2, 4]);
        assert_eq!(entry_lines("[]"), Vec::<usize>::new());
        assert_eq!(entry_lines("{\"entries\": []}"), Vec::<usize>::new());
    }
}
