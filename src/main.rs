//! The program: a command when it is called with one, the window otherwise.

use std::process::ExitCode;

fn main() -> ExitCode {
    let arguments: Vec<std::ffi::OsString> = std::env::args_os().collect();
    if cli::is_command(&arguments) {
        return cli::run_drawing(arguments, DRAW);
    }
    #[cfg(feature = "gui")]
    {
        let window = cli::for_window(&arguments);
        let cameras = window.cameras();
        let commands = controllers::Commands {
            writes: cli::writes,
            run: |engine, arguments, directory, out, err| {
                cli::run_on_drawing(engine, arguments, directory, DRAW, out, err)
            },
        };
        controllers::run(window.base, cameras, commands)
    }
    #[cfg(not(feature = "gui"))]
    {
        // Without a window the only thing to do is to say how the program is used.
        cli::run(vec!["kartoteka".into(), "--help".into()])
    }
}

/// Cards that the command line asks for are drawn by those who know the markup.
#[cfg(feature = "gui")]
const DRAW: cli::Draw = |engine, picture| {
    let what = match picture.what {
        cli::Pictured::Record(id) => controllers::Pictured::Record(id),
        cli::Pictured::Longest => controllers::Pictured::Longest,
        cli::Pictured::Empty => controllers::Pictured::Empty,
    };
    let cli::Picture { table, card, size, scale, language, dark, .. } = *picture;
    controllers::draw_card(engine, &controllers::CardPictureOf { table, card, what, size, scale, language, dark })
};
#[cfg(not(feature = "gui"))]
const DRAW: cli::Draw = cli::draws_nothing;
