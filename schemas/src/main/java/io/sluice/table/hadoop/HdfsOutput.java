/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.table.hadoop;

import io.sluice.table.DurableOutput;
import java.io.IOException;
import java.util.EnumSet;
import org.apache.hadoop.fs.FSDataOutputStream;
import org.apache.hadoop.hdfs.client.HdfsDataOutputStream;
import org.apache.hadoop.hdfs.client.HdfsDataOutputStream.SyncFlag;

/** An HDFS file being written. Its length at the NameNode is right after each sync. */
final class HdfsOutput extends DurableOutput {

    private static final EnumSet<SyncFlag> UPDATE_LENGTH = EnumSet.of(SyncFlag.UPDATE_LENGTH);

    private final HdfsDataOutputStream out;

    HdfsOutput(FSDataOutputStream out) {
        this.out = (HdfsDataOutputStream) out;
    }

    @Override
    public long position() {
        return out.getPos();
    }

    @Override
    public void write(int b) throws IOException {
        out.write(b);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
        out.write(bytes, offset, length);
    }

    @Override
    public void syncToDisk() throws IOException {
        out.hsync(UPDATE_LENGTH);
    }

    @Override
    public void flushToReplicas() throws IOException {
        out.hflush();
    }

    @Override
    public void close() throws IOException {
        out.close();
    }
}
