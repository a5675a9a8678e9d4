//! What every handler has: the store, the paper's settings, the glossary, the press.

use crate::calendar::Calendar;
use crate::clock::Clock;
use crate::flood::Flood;
use crate::glossary::catalogue::{self, Catalogue};
use crate::glossary::shelf::Shelf;
use crate::glossary::uses::{Uses, read_uses};
use crate::inbox::Inbox;
use crate::live::Live;
use crate::media::Media;
use crate::press::{Freshness, Marks, PageCache, Stamp, Tag};
use crate::printing::StandingGlossary;
use crate::readers::Readers;
use crate::secrets::{self, Secrets};
use crate::settings::{self, ConfigFile, Settings};
use crate::staff::StaffStyle;
use crate::staff::guesses::Guesses;
use crate::staff::pending::Pending;
use crate::talk::twice::Twice;
use crate::tally::Tally;
use crate::theme::Theme;
use clipsheet_gloss::Glossary;
use clipsheet_intake::{FetchPolicy, Fetcher, IpNet};
use clipsheet_store::{
    Area, Conn, Day, Millis, PageTitle, Store, StoreError, StoreResult, find_setting, list_areas,
    list_pages, list_staff, newest_event, replace_pages, save_areas, set_setting, set_setting_once,
};
use std::net::IpAddr;
use std::path::PathBuf;
use std::sync::{Arc, Mutex, PoisonError};

/// Memory for cached pages unless the file says otherwise, in MiB.
const CACHE_MIB: u64 = 48;

/// What it takes to open a paper.
pub struct AppOptions {
    /// The opened store.
    pub store: Store,
    /// The data folder.
    pub data: PathBuf,
    /// `clipsheet.toml`.
    pub file: ConfigFile,
    /// The clock.
    pub clock: Clock,
    /// The address under which readers know the paper, without a slash at the end.
    pub public_url: String,
}

/// Why a paper cannot be opened.
#[derive(Debug, thiserror::Error)]
pub enum OpenError {
    /// The store refuses.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// The data folder cannot be used.
    #[error(
        "cannot use the data folder {folder}: {reason}. Check that it exists, that you may write to it and that the disk is not full."
    )]
    Folder {
        /// The folder.
        folder: String,
        /// Why.
        reason: std::io::Error,
    },
    /// A value in `clipsheet.toml` makes no sense.
    #[error("clipsheet.toml: {0}")]
    Config(String),
}

/// The paper's settings with its pages and areas, as they stand.
pub struct Paper {
    /// Name, motto, rules.
    pub settings: Settings,
    /// Its time zone.
    pub calendar: Calendar,
    /// Its pages.
    pub pages: Vec<PageTitle>,
    /// Its areas.
    pub areas: Vec<Area>,
    /// The colours of its staff.
    pub staff_style: StaffStyle,
}

impl Paper {
    /// The title of a page; empty when the paper has none of that number (any more).
    pub fn page_title(&self, number: i64) -> &str {
        self.pages
            .iter()
            .find(|page| page.number == number)
            .map_or("", |page| page.title.as_str())
    }

    /// The area in which something is printed: the one it was given; the paper's first for what was given none. `None`
    /// when the paper has no such area (any more), or none at all.
    pub fn area_for(&self, slug: &str) -> Option<&Area> {
        match slug {
            "" => self.areas.first(),
            slug => self.areas.iter().find(|area| area.slug == slug),
        }
    }
}

/// The running paper.
pub struct App {
    /// The store.
    pub store: Store,
    /// The clock.
    pub clock: Clock,
    /// Keys.
    pub secrets: Arc<Secrets>,
    /// `clipsheet.toml`.
    pub file: ConfigFile,
    /// The data folder.
    pub data: PathBuf,
    /// The address under which readers know the paper, without a slash at the end.
    pub public_url: String,
    /// Marks for holes.
    pub marks: Marks,
    /// The newest event of the log when the paper was opened: whoever follows the log goes on from there.
    pub first_event: i64,
    /// What changed since.
    pub freshness: Arc<Freshness>,
    /// Those at the desk who want to know at once.
    pub live: Arc<Live>,
    /// Pages in memory.
    pub pages: PageCache,
    /// Pictures.
    pub media: Media,
    /// Views that wait to be counted.
    pub tally: Tally,
    /// Who commented how often of late.
    pub flood: Flood,
    /// Who guessed at passwords of late.
    pub guesses: Guesses,
    /// Secrets of one-time codes that are being set up.
    pub pending: Pending,
    /// What strangers sent of late.
    pub twice: Twice,
    /// Readers kept ready.
    pub readers: Readers,
    /// Fetches pages and pictures.
    pub fetcher: Fetcher,
    /// Stories that are remembered, and those that are being fetched.
    pub inbox: Inbox,
    /// The paper's own style.
    pub theme: Theme,
    /// Proxies that are believed.
    pub trusted_proxies: Vec<IpAddr>,
    paper: Kept<Paper>,
    glossary: Kept<StandingGlossary>,
    catalogue: Kept<Catalogue>,
    shelf: Kept<Shelf>,
    uses: Kept<Uses>,
}

/// A value made from the store and kept while it is fresh.
struct Kept<T> {
    value: Mutex<Option<(Stamp, Arc<T>)>>,
    /// Held by the one that makes it: some take a second of a processor and a reader of the store, and all want them at once.
    making: tokio::sync::Mutex<()>,
}

impl<T> Kept<T> {
    const fn empty() -> Self {
        Self {
            value: Mutex::new(None),
            making: tokio::sync::Mutex::const_new(()),
        }
    }

    fn get(&self, freshness: &Freshness) -> Option<Arc<T>> {
        let kept = self.value.lock().unwrap_or_else(PoisonError::into_inner);
        kept.as_ref()
            .filter(|(stamp, _)| freshness.is_fresh(stamp))
            .map(|(_, value)| Arc::clone(value))
    }

    /// The value as it stands, or what `make` gives: one makes it, whoever else wants it waits and takes that.
    async fn get_or_make<E>(
        &self,
        freshness: &Freshness,
        tags: &[Tag],
        make: impl Future<Output = Result<T, E>>,
    ) -> Result<Arc<T>, E> {
        if let Some(value) = self.get(freshness) {
            return Ok(value);
        }
        let _making = self.making.lock().await;
        if let Some(value) = self.get(freshness) {
            return Ok(value);
        }
        // Before anything is read: what changes meanwhile makes the value stale at once.
        let stamp = freshness.stamp(tags);
        let value = Arc::new(make.await?);
        *self.value.lock().unwrap_or_else(PoisonError::into_inner) =
            Some((stamp, Arc::clone(&value)));
        Ok(value)
    }
}

impl App {
    /// Opens the paper: makes its secret the first time, puts the file's pages and areas in force.
    ///
    /// # Errors
    /// When the data folder or the store cannot be used, or the file says something impossible.
    pub async fn open(options: AppOptions) -> Result<Arc<Self>, OpenError> {
        let AppOptions {
            store,
            data,
            file,
            clock,
            public_url,
        } = options;
        let folder_error = |reason| OpenError::Folder {
            folder: data.display().to_string(),
            reason,
        };
        let fresh = secrets::random_hex().map_err(folder_error)?;
        let secret = store
            .write(move |tx| set_setting_once(tx, "secret", &fresh))
            .await?;
        let mark = secrets::random_hex().map_err(folder_error)?;
        // Before anything of the store is kept: what another process changes from now on will be noticed.
        let first_event = store.read(newest_event).await?;
        let media = Media::open(&data).map_err(folder_error)?;
        let theme = Theme::read(&data);
        let policy = FetchPolicy {
            allow: parse_all::<IpNet>("fetch_from", &file.fetch_from)?,
            ..FetchPolicy::for_site(&public_url)
        };
        let fetcher = Fetcher::new(policy).map_err(|error| OpenError::Config(error.to_string()))?;
        let trusted_proxies = parse_all::<IpAddr>("trusted_proxies", &file.trusted_proxies)?;
        let freshness = Arc::new(Freshness::default());
        let live = Arc::new(Live::default());
        let (noting, telling) = (Arc::clone(&freshness), Arc::clone(&live));
        store.listen(move |events| {
            for event in events {
                noting.note(*event);
                telling.tell(*event);
            }
        });
        let cache_mib = file.cache_mib.unwrap_or(CACHE_MIB);
        let app = Arc::new(Self {
            store,
            clock,
            secrets: Arc::new(Secrets::derive(&secret)),
            file,
            data,
            public_url,
            marks: Marks::new(&mark[..24]),
            first_event,
            freshness,
            live,
            pages: PageCache::new(cache_mib << 20),
            media,
            tally: Tally::default(),
            flood: Flood::default(),
            guesses: Guesses::default(),
            pending: Pending::default(),
            twice: Twice::default(),
            readers: Readers::default(),
            fetcher,
            inbox: Inbox::default(),
            theme,
            trusted_proxies,
            paper: Kept::empty(),
            glossary: Kept::empty(),
            catalogue: Kept::empty(),
            shelf: Kept::empty(),
            uses: Kept::empty(),
        });
        app.put_file_in_force().await?;
        Ok(app)
    }

    /// Pages and areas that the file names become the paper's.
    async fn put_file_in_force(&self) -> Result<(), OpenError> {
        let pages: Option<Vec<PageTitle>> = self.file.paper.pages.as_ref().map(|rows| {
            rows.iter()
                .map(|row| PageTitle {
                    number: row.number,
                    title: row.title.clone(),
                })
                .collect()
        });
        let areas: Option<Vec<(String, String)>> = self.file.paper.areas.as_ref().map(|rows| {
            rows.iter()
                .map(|row| (row.slug.clone(), row.name.clone()))
                .collect()
        });
        let now = self.clock.now();
        let refused = self
            .store
            .write(move |tx| {
                if let Some(pages) = pages {
                    replace_pages(tx, &pages, now)?;
                }
                match areas {
                    Some(areas) => Ok(save_areas(tx, &areas, now)?.err()),
                    None => Ok(None),
                }
            })
            .await?;
        match refused {
            Some(error) => Err(OpenError::Config(format!(
                "the area “{}” is left out under [paper] but articles stand in it. Put it back.",
                error.in_use
            ))),
            None => Ok(()),
        }
    }

    /// Now.
    pub fn now(&self) -> Millis {
        self.clock.now()
    }

    /// The paper as it stands.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub async fn paper(&self) -> StoreResult<Arc<Paper>> {
        let make = async {
            let (stored, pages, areas, staff) = self
                .store
                .read(|conn| {
                    let (pages, areas) = (list_pages(conn)?, list_areas(conn)?);
                    Ok((read_settings(conn)?, pages, areas, list_staff(conn)?))
                })
                .await?;
            let settings = self.file.over(stored);
            let calendar = Calendar::new(&settings.time_zone).ok_or_else(|| {
                StoreError::Internal(format!("there is no time zone {}", settings.time_zone))
            })?;
            Ok(Paper {
                settings,
                calendar,
                pages,
                areas,
                staff_style: StaffStyle::of(&staff),
            })
        };
        let tags = [Tag::Paper, Tag::Staff];
        self.paper.get_or_make(&self.freshness, &tags, make).await
    }

    /// The settings as the settings page saved them, without what the file sets.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub async fn stored_settings(&self) -> StoreResult<Settings> {
        self.store.read(read_settings).await
    }

    /// Saves settings.
    ///
    /// # Errors
    /// When the store cannot be written.
    pub async fn save_settings(&self, settings: &Settings) -> StoreResult<()> {
        let json = serde_json::to_string(settings)
            .map_err(|error| StoreError::Internal(error.to_string()))?;
        let now = self.now();
        self.store
            .write(move |tx| set_setting(tx, settings::KEY, &json, now))
            .await
    }

    /// The compiled glossary as it stands.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub async fn glossary(&self) -> StoreResult<Arc<Glossary>> {
        Ok(Arc::clone(self.standing_glossary().await?.glossary()))
    }

    /// The compiled glossary with the change that it is of: whoever prints asks once more, in the transaction, whether it
    /// still stands.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub async fn standing_glossary(&self) -> StoreResult<Arc<StandingGlossary>> {
        let make = self.store.read(StandingGlossary::read);
        let tags = [Tag::Glossary];
        self.glossary
            .get_or_make(&self.freshness, &tags, make)
            .await
    }

    /// What the glossary shows to readers, in order.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub async fn catalogue(&self) -> StoreResult<Arc<Catalogue>> {
        let make = async {
            let glossary = self.glossary().await?;
            self.store
                .read(move |conn| catalogue::read(conn, &glossary))
                .await
        };
        let tags = [Tag::Glossary];
        self.catalogue
            .get_or_make(&self.freshness, &tags, make)
            .await
    }

    /// The glossary as the desk looks at it: every entry, with what the compiler says of it.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub async fn shelf(&self) -> StoreResult<Arc<Shelf>> {
        let make = self.store.read(Shelf::read);
        let tags = [Tag::Glossary];
        self.shelf.get_or_make(&self.freshness, &tags, make).await
    }

    /// How often every entry of the glossary was printed. What an index notes shows when the next article is printed, at the
    /// latest.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub async fn entry_uses(&self) -> StoreResult<Arc<Uses>> {
        let make = self.store.read(read_uses);
        let tags = [Tag::Articles, Tag::Records, Tag::Glossary];
        self.uses.get_or_make(&self.freshness, &tags, make).await
    }

    /// Writes what waits to be written: views.
    ///
    /// # Errors
    /// When the store cannot be written.
    pub async fn flush(&self) -> StoreResult<()> {
        self.tally.flush(&self.store).await
    }

    /// Today, in the paper's time zone.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub async fn today(&self) -> StoreResult<Day> {
        Ok(self.paper().await?.calendar.day_of(self.now()))
    }
}

fn read_settings(conn: &mut Conn) -> StoreResult<Settings> {
    let stored = find_setting(conn, settings::KEY)?.map(|json| serde_json::from_str(&json));
    let stored = stored
        .transpose()
        .map_err(|error| StoreError::Internal(format!("the settings cannot be read: {error}")))?;
    Ok(stored.unwrap_or_default())
}

fn parse_all<T: std::str::FromStr<Err: std::fmt::Display>>(
    name: &str,
    texts: &[String],
) -> Result<Vec<T>, OpenError> {
    let parse = |text: &String| {
        text.parse()
            .map_err(|error| OpenError::Config(format!("{name}: `{text}`: {error}")))
    };
    texts.iter().map(parse).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::sync::atomic::{AtomicUsize, Ordering};
    use std::time::Duration;

    #[tokio::test]
    async fn one_makes_what_many_want() {
        let (kept, freshness) = (Arc::new(Kept::empty()), Arc::new(Freshness::default()));
        let made = Arc::new(AtomicUsize::new(0));
        let ask = |fails: bool| {
            let (kept, freshness, made) =
                (Arc::clone(&kept), Arc::clone(&freshness), Arc::clone(&made));
            async move {
                let make = async {
                    tokio::time::sleep(Duration::from_millis(20)).await;
                    let number = made.fetch_add(1, Ordering::SeqCst) + 1;
                    if fails { Err("broken") } else { Ok(number) }
                };
                let tags = [Tag::Glossary];
                kept.get_or_make(&freshness, &tags, make)
                    .await
                    .map(|one| *one)
            }
        };
        let eight = async || {
            let tasks: Vec<_> = (0..8).map(|_| tokio::spawn(ask(false))).collect();
            let mut found = Vec::new();
            for task in tasks {
                found.push(task.await.unwrap().unwrap());
            }
            found
        };
        assert_eq!(eight().await, [1; 8]);
        freshness.change(Tag::Glossary);
        assert_eq!(eight().await, [2; 8]);
        // One that fails, or goes away, leaves it to the next.
        freshness.change(Tag::Glossary);
        assert_eq!(ask(true).await, Err("broken"));
        let gone = tokio::time::timeout(Duration::from_millis(1), ask(false)).await;
        assert!(gone.is_err());
        assert_eq!(ask(false).await, Ok(4));
    }
}
