# Completion of `kartoteka` for bash: commands, their options, bases and files.

_kartoteka() {
    local word=${COMP_WORDS[COMP_CWORD]} before=${COMP_WORDS[COMP_CWORD - 1]}
    local commands="new import list export show add edit delete issue void make print undo redo history verify structure configuration layouts layout camera photo compact"
    local command="" options="--quiet --help" at
    COMPREPLY=()
    for ((at = 1; at < COMP_CWORD; at++)); do
        case ${COMP_WORDS[at]} in
            -*) ;;
            *)
                command=${COMP_WORDS[at]}
                break
                ;;
        esac
    done
    case $before in
        --language)
            mapfile -t COMPREPLY < <(compgen -W "lt en" -- "$word")
            return
            ;;
        --format)
            mapfile -t COMPREPLY < <(compgen -W "csv xlsx html txt vcard" -- "$word")
            return
            ;;
        -o | --output)
            compopt -o filenames
            local ending='!*.pdf'
            [[ $command == camera ]] && ending='!*.jpg'
            [[ $command == layout ]] && ending='!*.png'
            mapfile -t COMPREPLY < <(compgen -f -X "$ending" -- "$word"; compgen -d -- "$word")
            return
            ;;
        --camera-file)
            compopt -o filenames
            mapfile -t COMPREPLY < <(compgen -f -- "$word")
            return
            ;;
        --map | --key | --sheet | --search | --where | --sort | --fields | --limit | --offset | --at | --form | --steps | --camera | --size) return ;;
        --on-delete)
            mapfile -t COMPREPLY < <(compgen -W "clear refuse delete" -- "$word")
            return
            ;;
        --label-lt | --label-en | --one-lt | --one-en | --icon | --like | --choice | --target | --currency | --scale | --formula | --result | --hint-lt | --hint-en | --default) return ;;
    esac
    case $command in
        new) options+=" --language --sample" ;;
        import) options+=" --map --key --sheet --dry-run --json" ;;
        list) options+=" --search --where --sort --fields --limit --offset --at --json --csv" ;;
        export) options+=" --search --where --sort --fields --format --output" ;;
        show) options+=" --at --json" ;;
        print) options+=" --form --language --output --separate --start" ;;
        undo | redo) options+=" --steps" ;;
        history | verify | layouts) options+=" --json" ;;
        layout) options+=" --json --output --size --scale --language --dark" ;;
        structure) options+=" --json --label-lt --label-en --one-lt --one-en --icon --like --rehearse --choice --many --target --on-delete --currency --scale --formula --result --hint-lt --hint-en --required --unique --default --on-card --on-list --related --key --drop-text" ;;
        configuration) options+=" --drop-text --rehearse --json" ;;
        camera) options+=" --camera --size --camera-file --output --json" ;;
        photo) options+=" --camera --size --camera-file" ;;
        "") options+=" --version" ;;
    esac
    if [[ $word == -* ]]; then
        mapfile -t COMPREPLY < <(compgen -W "$options" -- "$word")
        return
    fi
    compopt -o filenames
    if [[ -z $command ]]; then
        mapfile -t COMPREPLY < <(compgen -W "$commands" -- "$word"; compgen -f -X '!*.kartoteka' -- "$word"; compgen -d -- "$word")
    elif [[ $command == configuration ]]; then
        case $((COMP_CWORD - at)) in
            1) mapfile -t COMPREPLY < <(compgen -W "export import" -- "$word") ;;
            2) mapfile -t COMPREPLY < <(compgen -f -X '!*.kartoteka' -- "$word"; compgen -d -- "$word") ;;
            *) mapfile -t COMPREPLY < <(compgen -f -X '!*.zip' -- "$word"; compgen -d -- "$word") ;;
        esac
    elif [[ $command == layout ]] && ((COMP_CWORD - at <= 2)); then
        case $((COMP_CWORD - at)) in
            1) mapfile -t COMPREPLY < <(compgen -W "check render" -- "$word") ;;
            *) mapfile -t COMPREPLY < <(compgen -f -X '!*.kartoteka' -- "$word"; compgen -d -- "$word") ;;
        esac
    elif [[ $command == camera ]]; then
        ((COMP_CWORD - at == 1)) && mapfile -t COMPREPLY < <(compgen -W "list snap" -- "$word")
    elif [[ $command == structure ]] && ((COMP_CWORD - at == 2)); then
        mapfile -t COMPREPLY < <(compgen -W "show add-table add-field rename-field change-field remove-field restore-field uses" -- "$word")
    elif ((COMP_CWORD - at == 1)); then
        mapfile -t COMPREPLY < <(compgen -f -X '!*.kartoteka' -- "$word"; compgen -d -- "$word")
    elif [[ $command == import ]] && ((COMP_CWORD - at >= 3)) || [[ $command == photo ]] && ((COMP_CWORD - at >= 5)); then
        mapfile -t COMPREPLY < <(compgen -f -- "$word")
    fi
}
complete -F _kartoteka kartoteka
