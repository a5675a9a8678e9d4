//! The colours of the staff as a style sheet: `.staff-7{--hue:#7a1f3d}`, and lighter ones for the night.

use super::colour::Rgb;
use clipsheet_store::Staff;
use std::fmt::Write;

/// The style sheet with its address, which tells its content.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct StaffStyle {
    /// Where it is; empty while there is no staff.
    pub url: String,
    /// What is in it.
    pub css: String,
}

impl StaffStyle {
    /// Of everybody who ever made the paper: what they wrote stays in their colour.
    pub fn of(staff: &[Staff]) -> Self {
        let (mut day, mut night) = (String::new(), String::new());
        for one in staff {
            // A colour is only stored after it was read, but a style sheet is no place for doubt.
            let Some(colour) = Rgb::parse(&one.colour) else {
                continue;
            };
            // Writing to a string cannot fail.
            let _ = writeln!(day, ".staff-{}{{--hue:{colour}}}", one.id);
            let _ = writeln!(night, ".staff-{}{{--hue:{}}}", one.id, colour.by_night());
        }
        if day.is_empty() {
            return Self::default();
        }
        // Readers' own style sheet knows no staff.
        let css = format!(
            ".hue{{font-weight:700;color:var(--hue)}}\n{day}@media (prefers-color-scheme: dark){{\n{night}}}\n"
        );
        let hash = blake3::hash(css.as_bytes()).to_hex();
        Self {
            url: format!("/assets/staff-{}.css", &hash[..12]),
            css,
        }
    }
}
