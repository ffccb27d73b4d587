# SPDX-FileCopyrightText: 2026 The Cocoon authors
# SPDX-License-Identifier: GPL-3.0-or-later
#
# How every library, program and test of Cocoon is built. Folder files list sources; logic lives here.

option(COCOON_TESTS "Build the tests" ON)
option(COCOON_WERROR "Treat warnings as errors" OFF)
option(COCOON_FUZZ "Build the fuzz targets with libFuzzer (clang only)" OFF)
set(COCOON_UNITY 0 CACHE STRING "So many files of a library are compiled as one: less time for all, more for one that changed")
set(COCOON_SANITIZE "" CACHE STRING "Sanitizers, for example address,undefined")

set(CMAKE_CXX_STANDARD 20)
set(CMAKE_CXX_STANDARD_REQUIRED ON)
set(CMAKE_CXX_EXTENSIONS OFF)
set(CMAKE_AUTOMOC ON)
set(CMAKE_RUNTIME_OUTPUT_DIRECTORY "${CMAKE_BINARY_DIR}/bin")

find_program(COCOON_CCACHE ccache)
if(COCOON_CCACHE)
  # The sloppiness is what ccache asks for to keep precompiled headers; the checksum file beside each (see cocoon_precompile)
  # saves reading 150 MB for every file that is compiled.
  set(CMAKE_CXX_COMPILER_LAUNCHER "${CMAKE_COMMAND}" -E env CCACHE_SLOPPINESS=pch_defines,time_macros CCACHE_PCH_EXTSUM=1 "${COCOON_CCACHE}")
endif()

find_package(Qt6 6.4 REQUIRED COMPONENTS Core Network Test Widgets Charts Sql Svg DBus LinguistTools)
# Qt Test would put the absolute folders of each test on its command line, and so keep the compiler cache from serving a
# second checkout.
set_property(TARGET Qt6::Test PROPERTY INTERFACE_COMPILE_DEFINITIONS QT_TESTLIB_LIB)
find_package(OpenSSL 3 REQUIRED)
find_package(ZLIB REQUIRED)
find_package(yaml-cpp REQUIRED)
find_package(simdjson REQUIRED)
find_package(tl-expected REQUIRED)
find_package(tomlplusplus REQUIRED)
find_package(Qt6Keychain QUIET)

add_library(cocoon_flags INTERFACE)
target_include_directories(cocoon_flags INTERFACE "${CMAKE_SOURCE_DIR}")
target_compile_definitions(cocoon_flags INTERFACE
  QT_NO_CAST_FROM_ASCII QT_NO_CAST_TO_ASCII QT_NO_CAST_FROM_BYTEARRAY QT_NO_URL_CAST_FROM_STRING
  QT_NO_FOREACH QT_NO_NARROWING_CONVERSIONS_IN_CONNECT QT_DISABLE_DEPRECATED_BEFORE=0x060400
  COCOON_VERSION="${PROJECT_VERSION}")
target_compile_options(cocoon_flags INTERFACE
  -Wall -Wextra -Wpedantic -Wshadow -Wconversion -Wsign-conversion -Wnon-virtual-dtor -Woverloaded-virtual)
if(COCOON_WERROR)
  target_compile_options(cocoon_flags INTERFACE -Werror)
endif()
if(COCOON_SANITIZE)
  target_compile_options(cocoon_flags INTERFACE -fsanitize=${COCOON_SANITIZE} -fno-omit-frame-pointer)
  target_link_options(cocoon_flags INTERFACE -fsanitize=${COCOON_SANITIZE})
  if(COCOON_SANITIZE MATCHES "undefined" AND NOT COCOON_FUZZ)
    # Half of all the code that the sanitizers make: every pointer looked at twice. A null one is met by the address sanitizer all
    # the same, and this machine reads what is not aligned; the fuzz targets keep both.
    target_compile_options(cocoon_flags INTERFACE -fno-sanitize=null,alignment)
  endif()
endif()
# One precompiled header for all libraries, one for what has windows, one for the tests: without them two thirds of a build is
# reading Qt's headers again. The clang preset goes without, so that a missing include is found.
option(COCOON_PCH "Build with precompiled headers" ON)
set(cocoon_core_headers
  <QByteArray> <QCoreApplication> <QDateTime> <QDir> <QFile> <QHash> <QJsonArray> <QJsonDocument> <QJsonObject> <QList> <QLocale> <QMap>
  <QObject> <QPointer> <QRegularExpression> <QSet> <QString> <QStringList> <QTimer> <QUrl> <QVariant>
  <algorithm> <chrono> <functional> <map> <memory> <optional> <vector> <tl/expected.hpp>)
function(cocoon_precompile name)
  if(COCOON_PCH)
    cmake_parse_arguments(ARG "" "" "HEADERS;USES" ${ARGN})
    if(NOT EXISTS "${CMAKE_BINARY_DIR}/${name}.cpp")
      file(WRITE "${CMAKE_BINARY_DIR}/${name}.cpp" "")
    endif()
    add_library(${name} OBJECT "${CMAKE_BINARY_DIR}/${name}.cpp")
    set_target_properties(${name} PROPERTIES AUTOMOC OFF)
    target_link_libraries(${name} PRIVATE cocoon_flags tl::expected ${ARG_USES})
    target_precompile_headers(${name} PRIVATE ${cocoon_core_headers} ${ARG_HEADERS})
    file(SHA256 "${CMAKE_CURRENT_FUNCTION_LIST_FILE}" sum)
    file(WRITE "${CMAKE_BINARY_DIR}/CMakeFiles/${name}.dir/cmake_pch.hxx.gch.sum"
      "${name} ${sum} ${CMAKE_CXX_COMPILER_VERSION} ${CMAKE_CXX_FLAGS} ${CMAKE_BUILD_TYPE} ${COCOON_SANITIZE} ${COCOON_WERROR} ${Qt6_VERSION}")
  endif()
endfunction()
function(cocoon_use_precompiled target name)
  if(COCOON_PCH)
    target_precompile_headers(${target} REUSE_FROM ${name})
  endif()
endfunction()

find_program(COCOON_LLD ld.lld)
if(COCOON_LLD)
  target_link_options(cocoon_flags INTERFACE -fuse-ld=lld)
endif()

cocoon_precompile(cocoon_core_pch USES Qt6::Core)
cocoon_precompile(cocoon_gui_pch HEADERS <QtWidgets> USES Qt6::Widgets)
cocoon_precompile(cocoon_test_pch HEADERS <QSignalSpy> <QTemporaryDir> <QTest> USES Qt6::Test Qt6::Network)

# cocoon_library(base SOURCES a.cpp … USES Qt6::Core … PRIVATE_USES yaml-cpp …)
# Makes the static library cocoon_base with the alias Cocoon::base. Headers lie beside their sources. GUI: it uses widgets. ALONE:
# sources whose unnamed namespaces do not go with their neighbours' (see COCOON_UNITY).
function(cocoon_library name)
  cmake_parse_arguments(ARG "GUI" "" "SOURCES;ALONE;USES;PRIVATE_USES" ${ARGN})
  set(target cocoon_${name})
  set(headers)
  foreach(source IN LISTS ARG_SOURCES)
    string(REGEX REPLACE "\\.cpp$" ".h" header "${source}")
    if(EXISTS "${CMAKE_CURRENT_SOURCE_DIR}/${header}")
      list(APPEND headers "${header}")
    endif()
  endforeach()
  list(REMOVE_DUPLICATES headers)
  add_library(${target} STATIC ${ARG_SOURCES} ${headers})
  add_library(Cocoon::${name} ALIAS ${target})
  target_link_libraries(${target} PUBLIC cocoon_flags ${ARG_USES} PRIVATE ${ARG_PRIVATE_USES})
  if(COCOON_UNITY)
    set_target_properties(${target} PROPERTIES UNITY_BUILD ON UNITY_BUILD_BATCH_SIZE ${COCOON_UNITY})
    set_source_files_properties(${ARG_ALONE} PROPERTIES SKIP_UNITY_BUILD_INCLUSION ON)
  endif()
  if(ARG_GUI)
    cocoon_use_precompiled(${target} cocoon_gui_pch)
  else()
    cocoon_use_precompiled(${target} cocoon_core_pch)
  endif()
endfunction()

# cocoon_test(services_base SOURCES tst_a.cpp tst_b.cpp … USES Cocoon::base …)
# One program per folder (linking dominates otherwise); every test class in it is its own ctest entry, so that one
# crash hides one class. GUI: with a QApplication on the offscreen platform.
# Each source tst_x.cpp defines class TstX (its Q_OBJECT) and ends with COCOON_TEST(TstX).
function(cocoon_test name)
  cmake_parse_arguments(ARG "GUI" "TIMEOUT" "SOURCES;USES;LABELS" ${ARGN})
  if(NOT ARG_TIMEOUT)
    set(ARG_TIMEOUT 120)
  endif()
  set(target tst_${name})
  add_executable(${target} ${ARG_SOURCES})
  if(ARG_GUI)
    target_link_libraries(${target} PRIVATE Cocoon::guitestmain ${ARG_USES})
    cocoon_use_precompiled(${target} cocoon_gui_pch)
  else()
    target_link_libraries(${target} PRIVATE Cocoon::testmain ${ARG_USES})
    cocoon_use_precompiled(${target} cocoon_test_pch)
  endif()
  foreach(source IN LISTS ARG_SOURCES)
    get_filename_component(class "${source}" NAME_WE)
    if(class MATCHES "^tst_")
      add_test(NAME ${name}.${class} COMMAND ${target} ${class})
      set_tests_properties(${name}.${class} PROPERTIES TIMEOUT ${ARG_TIMEOUT} LABELS "${ARG_LABELS}"
        SKIP_RETURN_CODE 77 ENVIRONMENT "QT_QPA_PLATFORM=offscreen;TZ=UTC;LC_ALL=C.UTF-8;QTEST_FUNCTION_TIMEOUT=${ARG_TIMEOUT}000")
    endif()
  endforeach()
endfunction()
