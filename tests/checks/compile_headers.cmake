# Run: cmake -DROOT=<source dir> -DCXX=<compiler> -DLIST=<file with a header a line> -P compile_headers.cmake
file(STRINGS ${LIST} headers)
list(LENGTH headers count)
if(count LESS 5)
  message(FATAL_ERROR "only ${count} headers listed in ${LIST}")
endif()
foreach(header IN LISTS headers)
  execute_process(
    COMMAND ${CXX} -std=c++20 -fsyntax-only -Wall -Wextra -Wpedantic -Wshadow -Wconversion -Werror
            -I${ROOT} -isystem /usr/include/imgui -include ${ROOT}/${header} -x c++ /dev/null
    RESULT_VARIABLE failed ERROR_VARIABLE messages)
  if(failed)
    message(SEND_ERROR "${header} does not compile alone:\n${messages}")
  endif()
endforeach()
message(STATUS "${count} headers checked")
