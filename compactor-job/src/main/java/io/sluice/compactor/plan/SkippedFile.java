/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.compactor.plan;

import io.sluice.table.StorePath;

/**
 * A file that the plan leaves as it is.
 *
 * @param detail more about the reason; can be empty
 */
public record SkippedFile(StorePath path, SkipReason reason, String detail) {}
