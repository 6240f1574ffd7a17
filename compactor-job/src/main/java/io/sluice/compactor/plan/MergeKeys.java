/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.compactor.plan;

/** Names of the key-value metadata that the compactor alone reads. */
public final class MergeKeys {

    /** Bytes that a merged file counts for, see {@link FileFacts#weight}. */
    public static final String WEIGHT = "sluice.merge.weight";

    private MergeKeys() {}
}
