//! The words of `layouts` and `layout`.

use crate::arguments::BaseFile;
use clap::{Args, Subcommand};
use std::path::PathBuf;

/// Bounds of a picture's size in layout units.
const SIZE: std::ops::RangeInclusive<u32> = 200..=8000;
/// Bounds of a picture's scale.
const SCALE: std::ops::RangeInclusive<f32> = 0.5..=4.0;

#[derive(Args)]
pub struct Layouts {
    /// File of the base.
    pub base: BaseFile,
    /// Table; without it all.
    pub table: Option<String>,
    /// Print JSON.
    #[arg(long)]
    pub json: bool,
}

#[derive(Args)]
pub struct Layout {
    #[command(subcommand)]
    pub act: LayoutAct,
}

/// What can be done with a layout.
#[derive(Subcommand)]
pub enum LayoutAct {
    /// Say what is wrong with cards, or missing for them; exit 1 where something is.
    Check(CheckLayout),
    /// Draw a card as the window shows it into a PNG file.
    Render(RenderLayout),
}

#[derive(Args)]
pub struct CheckLayout {
    /// File of the base.
    pub base: BaseFile,
    /// Table; without it all.
    #[arg(requires = "layout")]
    pub table: Option<String>,
    /// Card.
    pub layout: Option<String>,
    /// Print JSON.
    #[arg(long)]
    pub json: bool,
}

#[derive(Args)]
pub struct RenderLayout {
    /// File of the base.
    pub base: BaseFile,
    /// Table.
    pub table: String,
    /// Card.
    pub layout: String,
    /// Id of the record, or `longest` (the longest values there are), or `empty`.
    pub id: String,
    /// File to write.
    #[arg(short, long, value_name = "FILE.png")]
    pub output: PathBuf,
    /// Size of the picture in layout units; without it as large as the card was designed.
    #[arg(long, value_name = "WIDTHxHEIGHT", value_parser = size)]
    pub size: Option<(u32, u32)>,
    /// Pixels for a layout unit: 1.5 is a screen of 150 %.
    #[arg(long, default_value_t = 1.0, value_parser = scale)]
    pub scale: f32,
    /// Language of the words: lt or en.
    #[arg(long, value_parser = ["lt", "en"])]
    pub language: Option<String>,
    /// Light on dark.
    #[arg(long)]
    pub dark: bool,
}

fn size(text: &str) -> Result<(u32, u32), String> {
    let sides = text.split_once(['x', 'X', '×']).and_then(|(width, height)| {
        let side = |text: &str| text.trim().parse().ok().filter(|side| SIZE.contains(side));
        Some((side(width)?, side(height)?))
    });
    sides.ok_or_else(|| format!("write a size such as 1024x700, each side from {} to {}", SIZE.start(), SIZE.end()))
}

fn scale(text: &str) -> Result<f32, String> {
    let scale = text.trim().replace(',', ".").parse().ok().filter(|scale| SCALE.contains(scale));
    scale.ok_or_else(|| format!("write a number from {} to {}", SCALE.start(), SCALE.end()))
}
