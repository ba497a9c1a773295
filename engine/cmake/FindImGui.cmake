# Debian's libimgui-dev is one static library that needs FreeType, stb and dl after it on the link line; its
# .pc file names neither FreeType nor dl, and a pkg-config IMPORTED_TARGET would put the archive last. So the
# order is stated here: ImGui::ImGui brings what it needs behind itself.
find_path(ImGui_INCLUDE_DIR imgui.h PATH_SUFFIXES imgui)
find_library(ImGui_LIBRARY NAMES libimgui.a imgui)
find_library(ImGui_STB_LIBRARY NAMES stb)
find_path(ImGui_STB_INCLUDE_DIR stb_image_write.h PATH_SUFFIXES stb)
find_package(Freetype REQUIRED)
include(FindPackageHandleStandardArgs)
find_package_handle_standard_args(ImGui REQUIRED_VARS
  ImGui_LIBRARY ImGui_INCLUDE_DIR ImGui_STB_LIBRARY ImGui_STB_INCLUDE_DIR)
if(ImGui_FOUND AND NOT TARGET ImGui::ImGui)
  add_library(ImGui::ImGui STATIC IMPORTED)
  set_target_properties(ImGui::ImGui PROPERTIES
    IMPORTED_LOCATION ${ImGui_LIBRARY}
    INTERFACE_INCLUDE_DIRECTORIES ${ImGui_INCLUDE_DIR}
    INTERFACE_LINK_LIBRARIES "Freetype::Freetype;${ImGui_STB_LIBRARY};${CMAKE_DL_LIBS};m")
  add_library(ImGui::stb UNKNOWN IMPORTED)
  set_target_properties(ImGui::stb PROPERTIES
    IMPORTED_LOCATION ${ImGui_STB_LIBRARY}
    INTERFACE_INCLUDE_DIRECTORIES ${ImGui_STB_INCLUDE_DIR})
endif()
