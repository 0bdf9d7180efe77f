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

# Headers of the layers below the surface are installed as far as templates in
# the public ones need them. The transport is nobody's business.
#
install (DIRECTORY "${CMAKE_CURRENT_SOURCE_DIR}/"
  DESTINATION "${CMAKE_INSTALL_INCLUDEDIR}/odb_alkey"
  FILES_MATCHING
  PATTERN "*.hxx"
  PATTERN redis EXCLUDE
  PATTERN support EXCLUDE
  PATTERN cmake EXCLUDE
  PATTERN guide EXCLUDE
  PATTERN decimal.hxx EXCLUDE
  PATTERN token-store.hxx EXCLUDE
  PATTERN read-plan.hxx EXCLUDE
  PATTERN scripts.hxx EXCLUDE
  PATTERN clock.hxx EXCLUDE
  PATTERN backlog.hxx EXCLUDE
  PATTERN covers.hxx EXCLUDE
  PATTERN gateway.hxx EXCLUDE
  PATTERN retrying.hxx EXCLUDE
  PATTERN counters.hxx EXCLUDE
  PATTERN log.hxx EXCLUDE
  PATTERN permissions.hxx EXCLUDE
  PATTERN random.hxx EXCLUDE
  PATTERN registry.hxx EXCLUDE
  PATTERN connection-tracer.hxx EXCLUDE
  PATTERN database-tracer.hxx EXCLUDE
  PATTERN transaction-changes.hxx EXCLUDE
  PATTERN change-set.hxx EXCLUDE
  PATTERN operations.hxx EXCLUDE
  PATTERN statement-cache.hxx EXCLUDE
  PATTERN schema-reader.hxx EXCLUDE
  PATTERN table-definition.hxx EXCLUDE
  PATTERN is-a.hxx EXCLUDE
  PATTERN analyser.hxx EXCLUDE
  PATTERN reader.hxx EXCLUDE
  PATTERN lexer.hxx EXCLUDE
  PATTERN characters.hxx EXCLUDE
  PATTERN flights.hxx EXCLUDE
  PATTERN key-access.hxx EXCLUDE
  PATTERN slot.hxx EXCLUDE
  PATTERN storing.hxx EXCLUDE
  PATTERN value-store.hxx EXCLUDE
  PATTERN stored-values.hxx EXCLUDE
  PATTERN fence-watch.hxx EXCLUDE
  PATTERN keyed-hash.hxx EXCLUDE
  PATTERN other-keys.hxx EXCLUDE
  PATTERN script-answer.hxx EXCLUDE)

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
