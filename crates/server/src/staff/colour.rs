//! Colours of the staff: legible on paper by day, made lighter for the night.

/// The wash behind bars and tools by day and by night, as in `style.css`: of all that a name stands on, it is the hardest to
/// read on.
const DAY: Rgb = Rgb(0xf1, 0xea, 0xd9);
const NIGHT: Rgb = Rgb(0x26, 0x22, 0x1c);
/// The contrast that text of any size needs: WCAG 2.2, success criterion 1.4.3.
const CONTRAST: f64 = 4.5;

/// Colours to begin with, told apart from each other and legible all.
pub const PALETTE: [&str; 12] = [
    "#7a1f3d", "#17406d", "#1b5a4c", "#6b3fa0", "#8a4b08", "#0b6b7a", "#93230f", "#4a5a12",
    "#8b2f7c", "#34495e", "#7d5a00", "#2b4fb3",
];

/// A colour as screens mix it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Rgb(u8, u8, u8);

impl Rgb {
    /// Reads `#7a1f3d`.
    pub fn parse(text: &str) -> Option<Self> {
        let hex = text.strip_prefix('#')?;
        if hex.len() != 6 || !hex.bytes().all(|byte| byte.is_ascii_hexdigit()) {
            return None;
        }
        let number = u32::from_str_radix(hex, 16).ok()?;
        let [_, red, green, blue] = number.to_be_bytes();
        Some(Self(red, green, blue))
    }

    /// Relative luminance: WCAG 2.2, "relative luminance".
    fn luminance(self) -> f64 {
        let linear = |channel: u8| {
            let share = f64::from(channel) / 255.0;
            if share <= 0.04045 {
                share / 12.92
            } else {
                ((share + 0.055) / 1.055).powf(2.4)
            }
        };
        0.2126 * linear(self.0) + 0.7152 * linear(self.1) + 0.0722 * linear(self.2)
    }

    /// Contrast with another colour, from 1 to 21: WCAG 2.2, "contrast ratio".
    fn contrast(self, other: Self) -> f64 {
        let (a, b) = (self.luminance(), other.luminance());
        (a.max(b) + 0.05) / (a.min(b) + 0.05)
    }

    /// Mixed with white, from 0 (as it is) to 255 (white).
    fn lighter(self, by: u8) -> Self {
        let mix = |channel: u8| {
            let (channel, by) = (u16::from(channel), u16::from(by));
            u8::try_from((channel * (255 - by) + 255 * by) / 255).unwrap_or(255)
        };
        Self(mix(self.0), mix(self.1), mix(self.2))
    }

    /// Whether text in this colour can be read on the sheet by day.
    pub fn is_legible(self) -> bool {
        self.contrast(DAY) >= CONTRAST
    }

    /// The nearest colour of the same kind that can be read by day: as much darker as it takes.
    pub fn darkened(self) -> Self {
        let darker = |by: u16| {
            let mix =
                |channel: u8| u8::try_from(u16::from(channel) * (255 - by) / 255).unwrap_or(0);
            Self(mix(self.0), mix(self.1), mix(self.2))
        };
        let found = (0..=255).map(darker).find(|colour| colour.is_legible());
        found.unwrap_or(Self(0, 0, 0))
    }

    /// The same colour for the night: as much lighter as it takes to be read.
    pub fn by_night(self) -> Self {
        let steps = (0..=255).map(|by| self.lighter(by));
        steps
            .into_iter()
            .find(|colour| colour.contrast(NIGHT) >= CONTRAST)
            .unwrap_or(Self(255, 255, 255))
    }
}

impl std::fmt::Display for Rgb {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "#{:02x}{:02x}{:02x}", self.0, self.1, self.2)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn contrast_is_that_of_the_standard() {
        let (black, white) = (Rgb(0, 0, 0), Rgb(255, 255, 255));
        assert!((black.contrast(white) - 21.0).abs() < 1e-9);
        assert!((white.contrast(white) - 1.0).abs() < 1e-9);
        // The grey that is just enough on white, and the one that is just too light.
        assert!(Rgb(0x76, 0x76, 0x76).contrast(white) >= 4.5);
        assert!(Rgb(0x77, 0x77, 0x77).contrast(white) < 4.5);
    }

    #[test]
    fn every_colour_of_the_palette_can_be_read_by_day_and_by_night() {
        for text in PALETTE {
            let colour = Rgb::parse(text).unwrap();
            assert!(colour.is_legible(), "{text}");
            assert!(colour.by_night().contrast(NIGHT) >= CONTRAST, "{text}");
            assert_eq!(colour.darkened(), colour);
            assert_eq!(colour.to_string(), text);
        }
        for text in ["#ffff00", "#ffffff", "#ff0000", "#7fb2ff"] {
            let pale = Rgb::parse(text).unwrap();
            assert!(!pale.is_legible() && pale.darkened().is_legible(), "{text}");
        }
    }

    #[test]
    fn only_colours_are_read() {
        for text in [
            "", "red", "#fff", "7a1f3d", "#7a1f3", "#7a1f3d;", "#+a1f3d", "#7a1fé",
        ] {
            assert_eq!(Rgb::parse(text), None, "{text}");
        }
    }
}
