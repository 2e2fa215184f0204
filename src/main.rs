//! The program: a command when it is called with one, the window otherwise.

use std::process::ExitCode;

fn main() -> ExitCode {
    let arguments: Vec<std::ffi::OsString> = std::env::args_os().collect();
    if cli::is_command(&arguments) {
        return cli::run(arguments);
    }
    #[cfg(feature = "gui")]
    {
        let window = cli::for_window(&arguments);
        let cameras = window.cameras();
        controllers::run(window.base, cameras, controllers::Commands { writes: cli::writes, run: cli::run_on })
    }
    #[cfg(not(feature = "gui"))]
    {
        // Without a window the only thing to do is to say how the program is used.
        cli::run(vec!["kartoteka".into(), "--help".into()])
    }
}
