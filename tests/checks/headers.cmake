# Every header compiles alone.
file(GLOB_RECURSE headers RELATIVE ${CMAKE_SOURCE_DIR} CONFIGURE_DEPENDS
  ${CMAKE_SOURCE_DIR}/simulator/*.h ${CMAKE_SOURCE_DIR}/lessons/*.h ${CMAKE_SOURCE_DIR}/engine/*.h)
string(REPLACE ";" "\n" listing "${headers}")
file(GENERATE OUTPUT ${CMAKE_BINARY_DIR}/headers.txt CONTENT "${listing}\n")
add_test(NAME checks.headers_compile_alone
  COMMAND ${CMAKE_COMMAND} -DROOT=${CMAKE_SOURCE_DIR} -DCXX=${CMAKE_CXX_COMPILER} -DLIST=${CMAKE_BINARY_DIR}/headers.txt
          -DWORK=${CMAKE_BINARY_DIR}/headers -P ${CMAKE_SOURCE_DIR}/tests/checks/compile_headers.cmake)
set_tests_properties(checks.headers_compile_alone PROPERTIES TIMEOUT 900 COST 250)
