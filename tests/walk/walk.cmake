# Walks a lesson with the real program and counts the pictures it took. Without a display the program draws in
# software, so this runs anywhere, under the sanitizers too.
# Run: cmake -DPROGRAM=<driftwood> -DSCRIPT=<file> -DFOLDER=<scratch> -DPICTURES=<count> -P walk.cmake
file(REMOVE_RECURSE ${FOLDER})
file(MAKE_DIRECTORY ${FOLDER})
execute_process(
  COMMAND ${CMAKE_COMMAND} -E env --unset=DISPLAY XDG_DATA_HOME=${FOLDER}/data ${PROGRAM} --script ${SCRIPT}
  WORKING_DIRECTORY ${FOLDER} RESULT_VARIABLE failed OUTPUT_VARIABLE said ERROR_VARIABLE complained)
if(failed)
  message(FATAL_ERROR "the walk ended with ${failed}:\n${said}${complained}")
endif()
file(GLOB pictures ${FOLDER}/*.png)
list(LENGTH pictures count)
if(NOT count EQUAL PICTURES)
  message(FATAL_ERROR "${count} pictures instead of ${PICTURES}")
endif()
if(NOT EXISTS ${FOLDER}/data/driftwood/progress.db)
  message(FATAL_ERROR "nothing was kept in ${FOLDER}/data/driftwood/progress.db")
endif()
