//! XML as feeds have it: a small tree that forgives.
//!
//! What an XML parser must refuse, this reads as well as it can: unclosed and wrongly nested elements, undefined
//! entities, bare `&` and `<`, control characters, missing quotes, a document that ends in the middle. Time and
//! memory are linear in the text and bounded: [`MAX_DEPTH`], [`MAX_NODES`], and what [`refs`] allows entities.

mod names;
mod node;
mod refs;
mod scan;
mod tree;
mod write;

pub(super) use names::Ns;
pub(super) use node::Node;
pub(super) use tree::Tree;

/// Elements nested deeper than this are read as if they were empty, their text as if it stood outside of them.
const MAX_DEPTH: usize = 128;

/// Most elements and pieces of text of a document. What comes after them is cut off. (20 bytes each.)
const MAX_NODES: usize = 1_500_000;

#[cfg(test)]
mod tests {
    use super::*;

    fn outline(source: &str) -> String {
        let tree = Tree::parse(source);
        let mut out = String::new();
        for node in tree.root().children() {
            node.write_html(&mut out);
        }
        out
    }

    #[test]
    fn good_xml_is_read_as_it_stands() {
        assert_eq!(
            outline(
                "<?xml version='1.0'?><!-- c --><a x='1' y=\"&lt;2\"><b/>t &amp; u<![CDATA[<i>]]></a>"
            ),
            "<a x=\"1\" y=\"&lt;2\"><b></b>t &amp; u&lt;i&gt;</a>"
        );
    }

    #[test]
    fn broken_xml_is_read_as_well_as_it_can_be() {
        for (source, read) in [
            ("<a><b>x<c>y</b>z</a>", "<a><b>x<c>y</c></b>z</a>"),
            ("<a>x</b></a>", "<a>x</a>"),
            (
                "<a>1 < 2 & 3 &nosuch; &eacute;</a>",
                "<a>1 &lt; 2 &amp; 3 &amp;nosuch; é</a>",
            ),
            ("<a>\u{1}x\u{92}y&#0;&#146;</a>", "<a>x’y’</a>"),
            ("<a x=1 y>t</a>", "<a x=\"1\" y=\"\">t</a>"),
            (
                "<a x=\"1>t</a><b y=\"2\">u</b>",
                "<a x=\"1\">t</a><b y=\"2\">u</b>",
            ),
            (
                "<a x=\"see <b c=\"d\" e=\"f\">g</b>.\" y=\"2\"h=\"3\"/>",
                "<a x=\"see &lt;b c=&quot;d&quot; e=&quot;f&quot;&gt;g&lt;/b&gt;.\" y=\"2\" h=\"3\"></a>",
            ),
            ("<a x=\"1 > 0\">t</a>", "<a x=\"1 &gt; 0\">t</a>"),
            ("<a><b>x", "<a><b>x</b></a>"),
            ("<a>x<!-- y</a>", "<a>x</a>"),
            ("<a><![CDATA[x", "<a>x</a>"),
            ("<a>x</a", "<a>x</a>"),
            ("<a", ""),
            ("<A>x</a>", "<A>x</A>"),
            ("<a><b<c>x</c></a>", "<a><b><c>x</c></b></a>"),
        ] {
            assert_eq!(outline(source), read, "{source}");
        }
    }

    #[test]
    fn items_never_nest() {
        assert_eq!(
            outline("<rss><item><title>a<link>b</item><item><title>c</title><item>d</item></rss>"),
            "<rss><item><title>a</title><link>b</item><item><title>c</title></item><item>d</item></rss>"
                .replace("<link>b", "<link />b")
        );
    }

    #[test]
    fn entities_of_the_document_have_a_budget() {
        let bomb = "<!DOCTYPE r [<!ENTITY a \"aaaaaaaaaa\"><!ENTITY b \"&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;\">\
            <!ENTITY c \"&b;&b;&b;&b;&b;&b;&b;&b;&b;&b;\"><!ENTITY d \"&c;&c;&c;&c;&c;&c;&c;&c;&c;&c;\">\
            <!ENTITY e \"&d;&d;&d;&d;&d;&d;&d;&d;&d;&d;\">]><r>&a; &e;&d;</r>";
        let read = outline(bomb);
        assert!(
            read.starts_with("<r>aaaaaaaaaa &amp;d;") && read.len() < 200,
            "{read}"
        );
        let many = format!(
            "{}<r>{}</r>",
            &bomb[..bomb.find("<r>").unwrap()],
            "&c;".repeat(100_000)
        );
        assert!(outline(&many).len() < 2_000_000);
    }

    #[test]
    fn deep_nesting_is_cut() {
        let deep = format!(
            "<a>{}x{}</a>",
            "<b>".repeat(100_000),
            "</b>".repeat(100_000)
        );
        let read = outline(&deep);
        assert!(read.contains('x') && read.len() < 3_000_000);
        let tree = Tree::parse(&deep);
        assert_eq!(tree.root().children().count(), 1);
    }
}
