//! `clipsheet.toml`: what the machine's keeper sets. What stands there cannot be changed on the settings page.

use super::Settings;
use serde::Deserialize;
use std::path::Path;

/// The file, as it was read. Everything may be missing.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct ConfigFile {
    /// Address to listen on.
    pub listen: Option<String>,
    /// `postgres://…` or a file of SQLite.
    pub database: Option<String>,
    /// The address under which readers know the paper, such as `https://paper.example`.
    pub public_url: Option<String>,
    /// Addresses of proxies whose `X-Forwarded-For` is believed.
    pub trusted_proxies: Vec<String>,
    /// Networks that may be fetched from although they are private, such as `192.168.7.0/24`.
    pub fetch_from: Vec<String>,
    /// Memory for cached pages, in MiB.
    pub cache_mib: Option<u64>,
    /// What is printed.
    pub paper: PaperSection,
    /// Rules for comments.
    pub comments: CommentsSection,
    /// Rules for the inbox.
    pub inbox: InboxSection,
}

/// `[inbox]`.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct InboxSection {
    keep_days: Option<u32>,
}

/// `[paper]`.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct PaperSection {
    name: Option<String>,
    motto: Option<String>,
    time_zone: Option<String>,
    language: Option<String>,
    emblem: Option<String>,
    /// The paper's pages.
    pub pages: Option<Vec<PageRow>>,
    /// The paper's areas.
    pub areas: Option<Vec<AreaRow>>,
}

/// A page of the paper.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PageRow {
    /// From 1.
    pub number: i64,
    /// Printed above it.
    pub title: String,
}

/// An area of the paper.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct AreaRow {
    /// Its name in addresses.
    pub slug: String,
    /// Its name on screen.
    pub name: String,
}

/// `[comments]`.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct CommentsSection {
    close_after_days: Option<u32>,
    min_fill_secs: Option<u32>,
    max_chars: Option<u32>,
    per_minute: Option<u32>,
    per_hour: Option<u32>,
    network_per_minute: Option<u32>,
    network_per_hour: Option<u32>,
}

/// Why the file cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum ConfigError {
    /// It cannot be read.
    #[error("cannot read {file}: {reason}")]
    Unreadable {
        /// The file.
        file: String,
        /// Why.
        reason: std::io::Error,
    },
    /// It does not say what it should.
    #[error(
        "{file} cannot be understood:\n{reason}\nMend the line, or take it out to have the usual value."
    )]
    Wrong {
        /// The file.
        file: String,
        /// What is wrong, with the line.
        reason: String,
    },
}

impl ConfigFile {
    /// Reads the file; a missing one is an empty one.
    ///
    /// # Errors
    /// When it is there but cannot be read or understood.
    pub fn read(path: &Path) -> Result<Self, ConfigError> {
        let file = path.display().to_string();
        let text = match std::fs::read_to_string(path) {
            Ok(text) => text,
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => {
                return Ok(Self::default());
            }
            Err(reason) => return Err(ConfigError::Unreadable { file, reason }),
        };
        let config: Self = toml::from_str(&text).map_err(|error| ConfigError::Wrong {
            file: file.clone(),
            reason: error.to_string(),
        })?;
        if let Some(zone) = &config.paper.time_zone
            && crate::calendar::Calendar::new(zone).is_none()
        {
            let reason = format!(
                "time_zone: there is no time zone called `{zone}`. A name such as Europe/London is wanted."
            );
            return Err(ConfigError::Wrong { file, reason });
        }
        Ok(config)
    }

    /// Puts what the file says over what the store has.
    pub fn over(&self, mut settings: Settings) -> Settings {
        fn put<T: Clone>(value: &Option<T>, place: &mut T) {
            if let Some(value) = value {
                *place = value.clone();
            }
        }
        put(&self.paper.name, &mut settings.name);
        put(&self.paper.motto, &mut settings.motto);
        put(&self.paper.time_zone, &mut settings.time_zone);
        put(&self.paper.language, &mut settings.language);
        put(&self.paper.emblem, &mut settings.emblem);
        let (from, to) = (&self.comments, &mut settings.comments);
        put(&from.close_after_days, &mut to.close_after_days);
        put(&from.min_fill_secs, &mut to.min_fill_secs);
        put(&from.max_chars, &mut to.max_chars);
        put(&from.per_minute, &mut to.per_minute);
        put(&from.per_hour, &mut to.per_hour);
        put(&from.network_per_minute, &mut to.network_per_minute);
        put(&from.network_per_hour, &mut to.network_per_hour);
        put(&self.inbox.keep_days, &mut settings.inbox.keep_days);
        settings
    }

    /// Whether the file sets the field that the settings page calls by this name.
    pub fn sets(&self, field: &str) -> bool {
        match field {
            "name" => self.paper.name.is_some(),
            "motto" => self.paper.motto.is_some(),
            "time_zone" => self.paper.time_zone.is_some(),
            "language" => self.paper.language.is_some(),
            "close_after_days" => self.comments.close_after_days.is_some(),
            "min_fill_secs" => self.comments.min_fill_secs.is_some(),
            "max_chars" => self.comments.max_chars.is_some(),
            "per_minute" => self.comments.per_minute.is_some(),
            "per_hour" => self.comments.per_hour.is_some(),
            "network_per_minute" => self.comments.network_per_minute.is_some(),
            "network_per_hour" => self.comments.network_per_hour.is_some(),
            "keep_days" => self.inbox.keep_days.is_some(),
            "pages" => self.paper.pages.is_some(),
            "areas" => self.paper.areas.is_some(),
            _ => false,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Result<ConfigFile, ConfigError> {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("clipsheet.toml");
        std::fs::write(&path, text).unwrap();
        ConfigFile::read(&path)
    }

    #[test]
    fn what_the_file_sets_wins_and_the_rest_stays() {
        let config =
            read("listen = '0.0.0.0:80'\n[paper]\nname = 'The Tide'\n[comments]\nper_hour = 7")
                .unwrap();
        let settings = config.over(Settings {
            motto: "In and out".into(),
            ..Settings::default()
        });
        assert_eq!(
            (settings.name.as_str(), settings.motto.as_str()),
            ("The Tide", "In and out")
        );
        assert_eq!(
            (settings.comments.per_hour, settings.comments.per_minute),
            (7, 4)
        );
        assert!(config.sets("name") && config.sets("per_hour") && !config.sets("motto"));
    }

    #[test]
    fn mistakes_are_named_with_their_line() {
        let error = read("[paper]\nnmae = 'The Tide'").unwrap_err().to_string();
        assert!(
            error.contains("nmae") && error.contains("line 2"),
            "{error}"
        );
        let error = read("[paper]\ntime_zone = 'Tarrow/Quay'")
            .unwrap_err()
            .to_string();
        assert!(error.contains("Tarrow/Quay"), "{error}");
        assert_eq!(
            ConfigFile::read(Path::new("/nowhere/clipsheet.toml")).unwrap(),
            ConfigFile::default()
        );
    }
}
