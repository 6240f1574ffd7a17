/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.compactor.merge.input;

import org.apache.parquet.io.api.Binary;

/** Takes the entries of a column, in order. An entry of repetition level 0 begins a row. */
public interface ChunkEntries {

    void addNull(int repetition, int definition);

    void add(int value, int repetition, int definition);

    void add(long value, int repetition, int definition);

    void add(float value, int repetition, int definition);

    void add(double value, int repetition, int definition);

    void add(boolean value, int repetition, int definition);

    void add(Binary value, int repetition, int definition);
}
