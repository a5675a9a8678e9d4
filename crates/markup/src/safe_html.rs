//! [`SafeHtml`], the type that proves that a text was made safe, and the seal that proves it across a database.

use std::fmt;

use clipsheet_gloss::{PrintForm, PrintRecord};

use crate::Profile;
use crate::html::escape;

/// Goes up whenever the rules of this crate change what comes out, so that HTML sealed under older rules is made anew.
pub const SANITISER_VERSION: u32 = 1;

/// HTML that cannot harm the page it is put into: allow-listed, balanced, nested as HTML asks. The crate's
/// documentation says who guarantees that.
///
/// There is no way to make one from a string: only [`sanitise`](crate::sanitise()), [`comment`](crate::comment()),
/// [`SafeHtml::escape`], [`SafeHtml::annotated`], [`SafeHtml::with_remarks`], [`SafeHtml::printed_in`], [`SafeHtml::concat`], [`remark`](crate::remark()) and, for what one of these made earlier,
/// [`SafeHtml::unseal`].
///
/// ```compile_fail
/// let forged = clipsheet_markup::SafeHtml("<script>".to_owned());
/// ```
/// ```compile_fail
/// let forged: clipsheet_markup::SafeHtml = "<script>".to_owned().into();
/// ```
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct SafeHtml(String);

impl SafeHtml {
    /// For this crate's own makers, which are named above: what they shaped, as far as the gate lets it through.
    pub(crate) fn gated(shaped: &str, profile: Profile) -> Self {
        Self(profile.gate().pass(shaped))
    }

    /// Plain text as HTML: `<`, `>`, `&` and `"` escaped; control characters and bidirectional overrides left out.
    /// It can also stand in a quoted attribute.
    #[must_use]
    pub fn escape(text: &str) -> Self {
        let mut html = String::with_capacity(text.len() + text.len() / 8);
        for (number, part) in escape::without_unwelcome(text).split('"').enumerate() {
            if number > 0 {
                html.push_str("&quot;");
            }
            escape::text_into(&mut html, part);
        }
        Self(html)
    }

    /// Several one after another.
    #[must_use]
    pub fn concat<'a>(parts: impl IntoIterator<Item = &'a SafeHtml>) -> Self {
        Self(parts.into_iter().map(SafeHtml::as_str).collect())
    }

    /// This HTML with what the glossary did to it, see [`clipsheet_gloss::apply`].
    ///
    /// That is safe because `apply` leaves all markup of its input as it is, acts between tags only, and
    /// escapes every word of the print record that it puts in: its elements and attributes are fixed in
    /// its code, and a picture must be a path on the site. What it adds is inline, so the HTML stays
    /// balanced. A record made for another text can put a note in an odd place (between the rows of a
    /// table, say), but not into a tag: `apply` finds the tags itself and passes over spans that do not fit.
    #[must_use]
    pub fn annotated(&self, record: &PrintRecord) -> Self {
        Self(clipsheet_gloss::apply(&self.0, record))
    }

    /// This HTML with what the glossary did to it and with the desk's remarks, see [`clipsheet_gloss::apply_with`].
    ///
    /// That is safe for the reasons of [`SafeHtml::annotated`], and because a remark is one inline element: its tags are fixed
    /// in this crate's code, its name is escaped, and its text is inline safe HTML, read again for that here.
    #[must_use]
    pub fn with_remarks(&self, record: &PrintRecord, remarks: &[crate::PlacedRemark<'_>]) -> Self {
        self.printed_in(record, remarks, PrintForm::Bare)
    }

    /// The same in a form of its own, see [`clipsheet_gloss::apply_in`]: safe for the same reasons, since the elements of every
    /// form are fixed in that code, and an entry's address is escaped.
    #[must_use]
    pub fn printed_in(
        &self,
        record: &PrintRecord,
        remarks: &[crate::PlacedRemark<'_>],
        form: PrintForm<'_>,
    ) -> Self {
        let html: Vec<String> = remarks.iter().map(crate::remark::element).collect();
        let insertions: Vec<_> = remarks
            .iter()
            .zip(&html)
            .map(|(remark, html)| clipsheet_gloss::Insertion {
                at: remark.at,
                html,
            })
            .collect();
        Self(clipsheet_gloss::apply_in(
            &self.0,
            record,
            &insertions,
            form,
        ))
    }

    /// The HTML.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The HTML, no longer known to be safe.
    #[must_use]
    pub fn into_string(self) -> String {
        self.0
    }

    /// Whether there is nothing in it.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Proof that this text was made safe by the rules of today, to be stored beside it.
    #[must_use]
    pub fn seal(&self, key: &SealKey) -> Seal {
        Seal(key.hash(&self.0).to_hex().to_string())
    }

    /// Takes a stored text back if its seal says that this program, with this key, made it safe under today's rules.
    /// If not (another key, older rules, a changed text), the caller makes it safe anew from its source.
    #[must_use]
    pub fn unseal(text: String, seal: &str, key: &SealKey) -> Option<Self> {
        let claimed = blake3::Hash::from_hex(seal).ok()?;
        // The comparison of hashes takes constant time.
        (key.hash(&text) == claimed).then_some(Self(text))
    }
}

impl fmt::Display for SafeHtml {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl AsRef<str> for SafeHtml {
    fn as_ref(&self) -> &str {
        &self.0
    }
}

/// The secret with which a site seals its HTML. Not shown by `Debug`.
#[derive(Clone)]
pub struct SealKey([u8; 32]);

impl SealKey {
    /// A key from 32 random bytes that the site keeps to itself.
    #[must_use]
    pub fn new(bytes: [u8; 32]) -> Self {
        Self(bytes)
    }

    fn hash(&self, text: &str) -> blake3::Hash {
        blake3::Hasher::new_keyed(&self.0)
            .update(b"clipsheet safe html ")
            .update(&SANITISER_VERSION.to_le_bytes())
            .update(text.as_bytes())
            .finalize()
    }
}

impl fmt::Debug for SealKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("SealKey(…)")
    }
}

/// What [`SafeHtml::seal`] gives: 64 hexadecimal digits.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Seal(String);

impl Seal {
    /// The digits.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for Seal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}
