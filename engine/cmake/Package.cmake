# What is installed, and the Debian package made of it.
install(TARGETS driftwood driftwoodctl RUNTIME DESTINATION ${CMAKE_INSTALL_BINDIR})
install(DIRECTORY content assets DESTINATION ${CMAKE_INSTALL_DATADIR}/driftwood PATTERN desktop EXCLUDE)
set(app_id io.github.driftwood.Driftwood)
install(FILES assets/desktop/${app_id}.desktop DESTINATION ${CMAKE_INSTALL_DATADIR}/applications)
install(FILES assets/desktop/${app_id}.metainfo.xml DESTINATION ${CMAKE_INSTALL_DATADIR}/metainfo)
install(FILES assets/desktop/${app_id}.svg DESTINATION ${CMAKE_INSTALL_DATADIR}/icons/hicolor/scalable/apps)
install(FILES assets/desktop/copyright DESTINATION ${CMAKE_INSTALL_DATADIR}/doc/driftwood)

set(CPACK_GENERATOR DEB)
set(CPACK_PACKAGE_NAME driftwood)
set(CPACK_PACKAGE_CONTACT "The Driftwood authors <driftwood@users.noreply.github.com>")
set(CPACK_PACKAGE_DESCRIPTION_SUMMARY "${PROJECT_DESCRIPTION}")
set(CPACK_PACKAGE_DESCRIPTION "Lessons with real SQLite databases standing in for laptop, teammate, staging and
production, a real migration runner, and deploys replayed under traffic. Also driftwoodctl, a command line
for migrations, schema drift and course checking.")
set(CPACK_PACKAGING_INSTALL_PREFIX /usr)
set(CPACK_STRIP_FILES ON)
set(CPACK_DEBIAN_FILE_NAME DEB-DEFAULT)
set(CPACK_DEBIAN_PACKAGE_SECTION education)
set(CPACK_DEBIAN_PACKAGE_SHLIBDEPS ON)
# libGL is opened at run time, and fonts are files: the linker sees neither.
set(CPACK_DEBIAN_PACKAGE_DEPENDS "libgl1, fonts-inter, fonts-jetbrains-mono")
set(CPACK_DEBIAN_PACKAGE_RECOMMENDS "xdg-utils")
include(CPack)
