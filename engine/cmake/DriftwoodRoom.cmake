# A room is a folder, a CMake target and a namespace of the same name.
#   driftwood_room(simulator_sql SOURCES database.cpp ... USES simulator_base SQLite::SQLite3)
#   driftwood_tests(simulator_sql SOURCES database_test.cpp ...)   one test binary a room
# With DRIFTWOOD_TOGETHER up to thirty files of a room are compiled as one, for they use the same
# templates. Those under ALONE are not: their internal names are those of a neighbour too, or they have options of
# their own.
include_guard()
find_package(PkgConfig REQUIRED)
find_package(tl-expected REQUIRED)
find_package(fmt REQUIRED)
find_package(SQLite3 REQUIRED)
find_package(nlohmann_json REQUIRED)

add_library(driftwood_options INTERFACE)
# -Wrestrict: g++ 12 sees overlaps in std::string's own operator+ that are not there (GCC bug 105651).
target_compile_options(driftwood_options INTERFACE -Wall -Wextra -Wpedantic -Wshadow -Wconversion -Wno-restrict)
if(DRIFTWOOD_WERROR)
  target_compile_options(driftwood_options INTERFACE -Werror)
endif()
if(DRIFTWOOD_SANITIZE)
  # -Wmaybe-uninitialized: beside a sanitizer g++ 12 sees std::variant and std::optional moved before they are made.
  target_compile_options(driftwood_options INTERFACE $<$<CXX_COMPILER_ID:GNU>:-Wno-maybe-uninitialized>
    -fsanitize=${DRIFTWOOD_SANITIZE} -fno-omit-frame-pointer)
  if(DRIFTWOOD_SANITIZE MATCHES "undefined")
    # A trap instead of a message: a quarter less to compile and half the object. With ASAN_OPTIONS=handle_sigill=1,
    # which the test preset sets, AddressSanitizer says on which line it was.
    target_compile_options(driftwood_options INTERFACE -fsanitize-undefined-trap-on-error)
  endif()
  target_link_options(driftwood_options INTERFACE -fsanitize=${DRIFTWOOD_SANITIZE})
endif()
if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU")
  # Collecting its garbage less often is a twentieth of the time to compile, for half a gigabyte more.
  target_compile_options(driftwood_options INTERFACE "SHELL:--param ggc-min-expand=200"
    "SHELL:--param ggc-min-heapsize=500000")
endif()
target_include_directories(driftwood_options INTERFACE ${CMAKE_SOURCE_DIR})

function(driftwood_compile_together target)
  if(DRIFTWOOD_TOGETHER)
    # Batches of about the same size.
    get_target_property(files ${target} SOURCES)
    list(REMOVE_ITEM files "" ${ARGN})
    list(LENGTH files count)
    math(EXPR batches "(${count} + 29) / 30")
    math(EXPR size "(${count} + ${batches} - 1) / ${batches}")
    set_target_properties(${target} PROPERTIES UNITY_BUILD ON UNITY_BUILD_BATCH_SIZE ${size})
    set_source_files_properties(${ARGN} PROPERTIES SKIP_UNITY_BUILD_INCLUSION ON)
  endif()
endfunction()

function(driftwood_room name)
  cmake_parse_arguments(ROOM "" "" "SOURCES;ALONE;USES" ${ARGN})
  add_library(${name} STATIC ${ROOM_SOURCES} ${ROOM_ALONE})
  driftwood_compile_together(${name} ${ROOM_ALONE})
  if(DRIFTWOOD_SANITIZE AND NOT name MATCHES "^simulator_" AND NOT DRIFTWOOD_FUZZ)
    # Tests spend their time in the simulator; optimising what stands above it costs more than it gains.
    target_compile_options(${name} PRIVATE -O0)
  endif()
  target_link_libraries(${name} PUBLIC driftwood_options tl::expected ${ROOM_USES})
endfunction()

function(driftwood_tests room)
  if(NOT BUILD_TESTING)
    return()
  endif()
  cmake_parse_arguments(T "" "" "SOURCES;ALONE;USES" ${ARGN})
  find_package(GTest REQUIRED)
  include(GoogleTest)
  add_executable(${room}_test ${T_SOURCES} ${T_ALONE})
  driftwood_compile_together(${room}_test ${T_ALONE})
  if(DRIFTWOOD_TOGETHER)
    # It warns of headers; here what is included is a test, and its fixture may well be without a name.
    target_compile_options(${room}_test PRIVATE -Wno-subobject-linkage)
  endif()
  target_link_libraries(${room}_test PRIVATE ${room} driftwood_options GTest::gtest GTest::gmock GTest::gtest_main ${T_USES})
  target_compile_definitions(${room}_test PRIVATE DRIFTWOOD_SOURCE_DIR="${CMAKE_SOURCE_DIR}")
  if(DRIFTWOOD_SANITIZE)
    # Optimising the tests' own code is over half of what compiling them with sanitizers takes, and gains nothing.
    target_compile_options(${room}_test PRIVATE -O0)
  endif()
  gtest_discover_tests(${room}_test TEST_PREFIX ${room}. DISCOVERY_MODE PRE_TEST PROPERTIES TIMEOUT 300)
endfunction()
