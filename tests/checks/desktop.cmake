# What desktops and software centres read, held against their own validators.
set(desktop_files ${CMAKE_SOURCE_DIR}/assets/desktop/io.github.driftwood.Driftwood)
find_program(DESKTOP_FILE_VALIDATE desktop-file-validate REQUIRED)
find_program(APPSTREAMCLI appstreamcli REQUIRED)
add_test(NAME checks.desktop_entry COMMAND ${DESKTOP_FILE_VALIDATE} ${desktop_files}.desktop)
add_test(NAME checks.appstream COMMAND ${APPSTREAMCLI} validate --no-net ${desktop_files}.metainfo.xml)
