/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.kite.sdk;

import io.sluice.table.kite.KiteDataset;
import io.sluice.table.kite.KiteDefinition;
import io.sluice.table.kite.KiteException;
import io.sluice.table.kite.KiteSdk;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Function;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericDatumReader;
import org.apache.avro.generic.GenericDatumWriter;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.io.BinaryDecoder;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.DecoderFactory;
import org.apache.avro.io.EncoderFactory;
import org.kitesdk.data.Dataset;
import org.kitesdk.data.DatasetDescriptor;
import org.kitesdk.data.DatasetReader;
import org.kitesdk.data.DatasetWriter;
import org.kitesdk.data.Datasets;
import org.kitesdk.data.PartitionView;
import org.kitesdk.data.Signalable;
import org.kitesdk.data.View;
import org.kitesdk.data.spi.PartitionStrategyParser;
import org.kitesdk.data.spi.SchemaValidationUtil;

/** Kite's own calls, between the types that callers know and those that only this jar has. */
final class SdkKiteCatalog implements KiteSdk {

    private final KiteRuntime kite;
    private final DescriptorGuard guard;

    SdkKiteCatalog(KiteRuntime kite) {
        this.kite = kite;
        this.guard = new DescriptorGuard(kite.conf());
    }

    @Override
    public KiteDataset create(String datasetUri, KiteDefinition definition) {
        return kite.call("cannot create " + datasetUri, () -> {
            DatasetDescriptor.Builder descriptor = new DatasetDescriptor.Builder()
                    .schema(parse(definition.schemaJson()))
                    .format(definition.format())
                    .compressionType(definition.compression());
            String strategy = definition.partitionStrategyJson();
            if (strategy != null) {
                descriptor.partitionStrategy(PartitionStrategyParser.parse(strategy));
            }
            definition.properties().forEach(descriptor::property);
            Dataset<GenericRecord> created = Datasets.create(datasetUri, descriptor.build(), GenericRecord.class);
            return describe(created);
        });
    }

    @Override
    public KiteDataset load(String uri) {
        return onView("cannot load", uri, view -> describe(view.getDataset()));
    }

    @Override
    public KiteDataset evolve(String datasetUri, String schemaJson) {
        return onView("cannot evolve", datasetUri, view -> {
            DatasetDescriptor old = view.getDataset().getDescriptor();
            DatasetDescriptor evolved =
                    new DatasetDescriptor.Builder(old).schema(parse(schemaJson)).build();
            Dataset<GenericRecord> updated = Datasets.update(datasetUri, evolved, GenericRecord.class);
            return describe(updated);
        });
    }

    @Override
    public boolean exists(String uri) {
        return kite.call("cannot look for " + uri, () -> Datasets.exists(uri));
    }

    @Override
    public boolean delete(String datasetUri) {
        return kite.call("cannot delete " + datasetUri, () -> {
            guard.check(datasetUri);
            return Datasets.delete(datasetUri);
        });
    }

    @Override
    public boolean canRead(String writtenWithJson, String readWithJson) {
        return kite.call(
                "cannot compare schemas",
                () -> SchemaValidationUtil.canRead(parse(writtenWithJson), parse(readWithJson)));
    }

    @Override
    public void signalReady(String viewUri) {
        onView("cannot signal", viewUri, view -> {
            signalable(view).signalReady();
            return view;
        });
    }

    @Override
    public boolean isReady(String viewUri) {
        return onView(
                "cannot look for the signal of",
                viewUri,
                view -> signalable(view).isReady());
    }

    @Override
    public List<String> partitions(String viewUri) {
        return onView("cannot list", viewUri, view -> {
            String root = location(view.getDataset()).getPath();
            List<String> partitions = new ArrayList<>();
            for (PartitionView<GenericRecord> partition : view.getCoveringPartitions()) {
                String path = partition.getLocation().getPath();
                partitions.add(path.substring(root.length()).replaceFirst("^/", ""));
            }
            return List.copyOf(partitions);
        });
    }

    @Override
    public long scan(String viewUri, Consumer<byte[]> records) {
        return onView("cannot read", viewUri, view -> {
            GenericDatumWriter<GenericRecord> encoder = new GenericDatumWriter<>(schema(view));
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            BinaryEncoder out = EncoderFactory.get().directBinaryEncoder(bytes, null);
            long count = 0;
            try (DatasetReader<GenericRecord> reader = view.newReader()) {
                while (reader.hasNext()) {
                    bytes.reset();
                    encoder.write(reader.next(), out);
                    records.accept(bytes.toByteArray());
                    count++;
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            return count;
        });
    }

    @Override
    public void write(String viewUri, Iterable<byte[]> records) {
        onView("cannot write", viewUri, view -> {
            GenericDatumReader<GenericRecord> decoder = new GenericDatumReader<>(schema(view));
            long count = 0;
            try (DatasetWriter<GenericRecord> writer = view.newWriter()) {
                for (byte[] record : records) {
                    BinaryDecoder in = DecoderFactory.get().binaryDecoder(record, null);
                    writer.write(decoder.read(null, in));
                    count++;
                }
            } catch (IOException e) {
                throw new UncheckedIOException("at record " + count + ": " + e.getMessage(), e);
            }
            return count;
        });
    }

    private <T> T onView(String doing, String uri, Function<View<GenericRecord>, T> step) {
        return kite.call(doing + " " + uri, () -> {
            guard.check(uri);
            View<GenericRecord> view = Datasets.load(uri, GenericRecord.class);
            return step.apply(view);
        });
    }

    private static KiteDataset describe(Dataset<GenericRecord> dataset) {
        DatasetDescriptor descriptor = dataset.getDescriptor();
        Map<String, String> properties = new HashMap<>();
        for (String key : descriptor.listProperties()) {
            properties.put(key, descriptor.getProperty(key));
        }
        String strategy =
                descriptor.isPartitioned() ? descriptor.getPartitionStrategy().toString(false) : null;
        return new KiteDataset(
                dataset.getUri().toString(),
                location(dataset).toString(),
                new KiteDefinition(
                        descriptor.getSchema().toString(),
                        descriptor.getFormat().getName(),
                        descriptor.getCompressionType().getName(),
                        strategy,
                        properties));
    }

    private static URI location(Dataset<GenericRecord> dataset) {
        URI location = dataset.getDescriptor().getLocation();
        if (location == null) {
            throw new KiteException("the descriptor names no location: " + dataset.getUri());
        }
        return location;
    }

    private static Schema schema(View<GenericRecord> view) {
        return view.getDataset().getDescriptor().getSchema();
    }

    private static Signalable<GenericRecord> signalable(View<GenericRecord> view) {
        if (view instanceof Signalable<GenericRecord> signalable) {
            return signalable;
        }
        throw new KiteException("Kite cannot signal on this view: " + view.getUri());
    }

    private static Schema parse(String json) {
        return new Schema.Parser().parse(json);
    }
}
