/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.compactor.merge.splice;

import io.sluice.compactor.merge.output.ChunkWriter;
import io.sluice.compactor.merge.page.Codecs;
import java.util.Arrays;

/**
 * The chunk being written: pages go to the writer as they are, or their entries to the builder. And arrays that are used
 * over and over.
 */
final class ChunkOutput {

    final ChunkWriter writer;
    final PageBuilder builder;
    final Codecs codecs;
    final int idWidth;
    private int[] repetition = new int[0];
    private int[] definition = new int[0];
    private int[] ids = new int[0];
    private byte[] idBytes = new byte[0];
    private byte[] body = new byte[0];

    ChunkOutput(ChunkWriter writer, PageBuilder builder, Codecs codecs, int idWidth) {
        this.writer = writer;
        this.builder = builder;
        this.codecs = codecs;
        this.idWidth = idWidth;
    }

    int[] repetition(int count) {
        repetition = room(repetition, count);
        return repetition;
    }

    int[] definition(int count) {
        definition = room(definition, count);
        return definition;
    }

    int[] ids(int count) {
        ids = room(ids, count);
        return ids;
    }

    byte[] idBytes(int length) {
        idBytes = room(idBytes, length);
        return idBytes;
    }

    byte[] body(int length) {
        body = room(body, length);
        return body;
    }

    private static byte[] room(byte[] array, int length) {
        return length <= array.length ? array : new byte[Math.max(length, array.length * 2)];
    }

    private static int[] room(int[] array, int count) {
        return count <= array.length ? array : Arrays.copyOf(array, Math.max(count, array.length * 2));
    }
}
