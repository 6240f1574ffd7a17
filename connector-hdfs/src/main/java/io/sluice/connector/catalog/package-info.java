/* SPDX-License-Identifier: Apache-2.0 */
/**
 * Port and shell. What is recorded about a table beside its data: {@link io.sluice.connector.catalog.TableCatalog}, and
 * its implementation by the table's own {@code .metadata}. Catalogs beside the table, such as a Hive metastore, are {@link
 * io.sluice.connector.catalog.TableListener}s.
 */
@NullMarked
package io.sluice.connector.catalog;

import org.jspecify.annotations.NullMarked;
