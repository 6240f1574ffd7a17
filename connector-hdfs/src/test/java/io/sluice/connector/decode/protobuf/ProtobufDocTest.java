/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.connector.decode.protobuf;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.DynamicMessage;
import com.google.protobuf.TextFormat;
import io.sluice.connector.Repository;
import io.sluice.schema.protobuf.ProtoFiles;
import io.sluice.schema.protobuf.ProtoParser;
import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Runs what docs/formats.md shows of Protobuf: a file, a message of its first type, and the row that it becomes. */
class ProtobufDocTest {

    private static final Pattern RECIPE = Pattern.compile(
            "```proto\\n(?<file>.*?)```\\n```textproto\\n(?<message>.*?)\\n```\\n```json\\n(?<row>.*?)\\n```",
            Pattern.DOTALL);

    @Test
    void theRowIsAsItSays() throws IOException {
        Matcher recipe = RECIPE.matcher(Files.readString(Repository.root().resolve("docs/formats.md")));
        assertThat(recipe.find()).isTrue();
        Descriptor order =
                new ProtoFiles(List.of(ProtoParser.parse("shop.proto", recipe.group("file")))).message("shop.Order");
        DynamicMessage.Builder message = DynamicMessage.newBuilder(order);
        TextFormat.merge(recipe.group("message"), message);

        assertThat(ProtobufDecoder.plain(order).decode("shop", message.build().toByteArray()))
                .hasToString(recipe.group("row"));
    }
}
