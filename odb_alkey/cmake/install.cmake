# Installs the library, its public headers and a package for find_package ().
#
include (GNUInstallDirs)
include (CMakePackageConfigHelpers)

set (package_dir "${CMAKE_INSTALL_LIBDIR}/cmake/odb_alkey")

install (TARGETS odb_alkey EXPORT odb_alkey
  INCLUDES DESTINATION "${CMAKE_INSTALL_INCLUDEDIR}")

install (EXPORT odb_alkey
  FILE odb_alkey-targets.cmake
  NAMESPACE odb_alkey::
  DESTINATION "${package_dir}")

# The headers that users include, and those of the rooms from which they take
# templates. The other rooms are the library's own.
#
file (GLOB public_headers CONFIGURE_DEPENDS
  "${CMAKE_CURRENT_SOURCE_DIR}/*.hxx")

install (FILES ${public_headers}
  DESTINATION "${CMAKE_INSTALL_INCLUDEDIR}/odb_alkey")

install (DIRECTORY
  "${CMAKE_CURRENT_SOURCE_DIR}/detail" "${CMAKE_CURRENT_SOURCE_DIR}/codecs"
  DESTINATION "${CMAKE_INSTALL_INCLUDEDIR}/odb_alkey"
  FILES_MATCHING
  PATTERN "*.hxx")

configure_package_config_file (
  "${CMAKE_CURRENT_SOURCE_DIR}/cmake/odb_alkey-config.cmake.in"
  "${CMAKE_CURRENT_BINARY_DIR}/odb_alkey-config.cmake"
  INSTALL_DESTINATION "${package_dir}")

write_basic_package_version_file (
  "${CMAKE_CURRENT_BINARY_DIR}/odb_alkey-config-version.cmake"
  COMPATIBILITY SameMinorVersion)

install (FILES
  "${CMAKE_CURRENT_BINARY_DIR}/odb_alkey-config.cmake"
  "${CMAKE_CURRENT_BINARY_DIR}/odb_alkey-config-version.cmake"
  "${CMAKE_CURRENT_SOURCE_DIR}/cmake/FindODB.cmake"
  "${CMAKE_CURRENT_SOURCE_DIR}/cmake/OdbCompile.cmake"
  DESTINATION "${package_dir}")

install (FILES "${PROJECT_SOURCE_DIR}/LICENSE"
  DESTINATION "${CMAKE_INSTALL_DOCDIR}")

include ("${CMAKE_CURRENT_LIST_DIR}/documents.cmake")
include ("${CMAKE_CURRENT_LIST_DIR}/pkg-config.cmake")
