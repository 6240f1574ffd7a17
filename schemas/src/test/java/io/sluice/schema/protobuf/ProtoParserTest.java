/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.schema.protobuf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import com.google.protobuf.DescriptorProtos.FileDescriptorProto;
import com.google.protobuf.DescriptorProtos.FileDescriptorSet;
import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.EnumDescriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Descriptors.FileDescriptor;
import com.google.protobuf.Descriptors.GenericDescriptor;
import com.google.protobuf.Descriptors.OneofDescriptor;
import com.google.protobuf.TextFormat;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ProtoParserTest {

    @ParameterizedTest
    @ValueSource(strings = {"shop/money.proto", "shop/order.proto", "shop/legacy.proto", "shop/loop.proto"})
    void understandsAFileAsProtocDoes(String path) throws IOException {
        FileDescriptorSet byProtoc = FileDescriptorSet.parseFrom(open("/protobuf/shop.desc"));

        FileDescriptor ours = new ProtoFiles(List.of(
                        parse("shop/money.proto"),
                        parse("shop/order.proto"),
                        parse("shop/legacy.proto"),
                        parse("shop/loop.proto")))
                .link(path);

        assertThat(facts(ours)).isEqualTo(facts(new ProtoFiles(byProtoc.getFileList()).link(path)));
    }

    /** Protobuf's own files, which are in its jar: descriptor.proto is the richest proto2 that there is. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "google/protobuf/any.proto",
                "google/protobuf/api.proto",
                "google/protobuf/descriptor.proto",
                "google/protobuf/duration.proto",
                "google/protobuf/empty.proto",
                "google/protobuf/field_mask.proto",
                "google/protobuf/source_context.proto",
                "google/protobuf/struct.proto",
                "google/protobuf/timestamp.proto",
                "google/protobuf/type.proto",
                "google/protobuf/wrappers.proto"
            })
    void understandsProtobufsOwnFiles(String path) throws IOException {
        String other = "copy/" + path;
        FileDescriptorProto file = ProtoParser.parse(other, text("/" + path));

        FileDescriptor ours = new ProtoFiles(List.of(file)).link(other);

        assertThat(facts(ours)).isEqualTo(facts(new ProtoFiles(List.of()).link(path)));
    }

    @Test
    void understandsEditions() {
        FileDescriptor file = link("""
                edition = "2023";
                package e;
                option features.field_presence = IMPLICIT;
                message M {
                  int32 plain = 1;
                  int32 told = 2 [features.field_presence = EXPLICIT];
                  int32 needed = 3 [features.field_presence = LEGACY_REQUIRED];
                  repeated int32 spread = 4 [features.repeated_field_encoding = EXPANDED];
                  M inner = 5 [features.message_encoding = DELIMITED];
                  reserved foo, bar;
                }
                enum Closed { option features.enum_type = CLOSED; ONE = 1; }
                """);
        Descriptor message = file.findMessageTypeByName("M");

        assertThat(message.findFieldByName("plain").hasPresence()).isFalse();
        assertThat(message.findFieldByName("told").hasPresence()).isTrue();
        assertThat(message.findFieldByName("needed").isRequired()).isTrue();
        assertThat(message.findFieldByName("spread").isPacked()).isFalse();
        assertThat(message.findFieldByName("inner").getType()).isEqualTo(FieldDescriptor.Type.GROUP);
        assertThat(file.findEnumTypeByName("Closed").isClosed()).isTrue();
    }

    @Test
    void passesOverWhatHasNoSayInHowBytesAreRead() {
        FileDescriptor file = link("""
                syntax = 'proto3';
                import "google/protobuf/descriptor.proto";
                option (my.file) = { name: "x}" list: [1, 2] inner < a: 1 > };
                option go_package = "a" "b";
                extend google.protobuf.FieldOptions { string pii = 50001; }
                service S { rpc A (M) returns (M) { option (http) = { get: "/v1/{id}" }; } }
                message M {
                  option (my.message).deep = -3;
                  string id = 1 [(pii) = "yes", (my.validate).rules.min = 1.5e3, debug_redact = true, json_name = "ID"];
                  oneof which { option (my.oneof) = true; int32 a = 2; int32 b = 3; };
                };
                ;
                """);

        FieldDescriptor id = file.findMessageTypeByName("M").findFieldByName("id");
        assertThat(id.getJsonName()).isEqualTo("ID");
        assertThat(id.getOptions().getDebugRedact()).isTrue();
        assertThat(file.getOptions().getGoPackage()).isEqualTo("ab");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            message M { int32 a = ; }            | x.proto:1:23: expected a whole number from 1 to 536870911, found ';'
            message M { int32 a = 0; }           | x.proto:1:23: expected a whole number from 1 to 536870911, found '0'
            message M { int32 a = 1              | x.proto:1:24: expected ';', found the end of the file
            message M { int32 = 1; }             | x.proto:1:19: expected a name, found '='
            massage M { }                        | x.proto:1:9: expected a statement, not 'massage', before here, found 'M'
            syntax = "proto4";                   | expected syntax proto2 or proto3, not 'proto4'
            edition = "1066";                    | expected an edition such as 2023, not '1066'
            import "a.proto                      | x.proto:1:8: a text that does not end on its line
            /* what                              | x.proto:1:1: a comment that does not end
            message M { optional int32 a = 1 [default = 1.5]; } | expected a whole number as the default, not '1.5'
            message M { int32 a = 1 [packed = 7]; } | expected 'false', found '7'
            {}                                   | x.proto:1:1: expected a name, found '{'
            service S { rpc                      | expected '}', found the end of the file
            """)
    void saysWhereItIsNotUnderstood(String text, String problem) {
        assertThatThrownBy(() -> ProtoParser.parse("x.proto", text))
                .isInstanceOf(ProtoSchemaException.class)
                .hasMessageContaining(problem);
    }

    @Test
    void refusesMessagesThatAreNestedToExhaustUs() {
        String text = "message M { ".repeat(20_000);
        assertThatThrownBy(() -> ProtoParser.parse("x.proto", text))
                .hasMessageContaining("expected messages no more than 64 deep");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            import "no.proto";                | file no.proto is missing, imported by x.proto
            import "x.proto";                 | file x.proto imports itself, by way of x.proto
            message M { Gone a = 1; }         | file x.proto: M.a: "Gone" is not defined
            message M { int32 a = 1; int32 b = 1; } | has already been used in "M" by field "a"
            """)
    void saysWhatCannotBeLinked(String text, String problem) {
        assertThatThrownBy(() -> link("syntax = \"proto3\"; " + text))
                .isInstanceOf(ProtoSchemaException.class)
                .hasMessageContaining(problem);
    }

    @Test
    void findsMessagesByTheirFullNames() throws IOException {
        ProtoFiles files = new ProtoFiles(List.of(parse("shop/order.proto"), parse("shop/money.proto")));

        assertThat(files.message("shop.Order.Line").getFields()).hasSize(3);
        assertThatThrownBy(() -> files.message("shop.Odrer"))
                .hasMessage("no message shop.Odrer: there are shop.Order, shop.Shipment, shop.Money");
        assertThatThrownBy(() -> files.message("shop.Order.Nil"))
                .hasMessage("no message shop.Order.Nil: shop.Order has no Nil");
    }

    private static FileDescriptor link(String text) {
        return new ProtoFiles(List.of(ProtoParser.parse("x.proto", text))).link("x.proto");
    }

    private static FileDescriptorProto parse(String path) throws IOException {
        return ProtoParser.parse(path, text("/protobuf/" + path));
    }

    private static String text(String resource) throws IOException {
        return new String(open(resource).readAllBytes(), StandardCharsets.UTF_8);
    }

    private static InputStream open(String resource) {
        return Objects.requireNonNull(ProtoParserTest.class.getResourceAsStream(resource), resource);
    }

    /** All that has a say in how messages are read. */
    private static List<String> facts(FileDescriptor file) {
        List<String> facts = new ArrayList<>();
        facts.add(file.getPackage() + names(file.getDependencies()) + names(file.getPublicDependencies()));
        file.getMessageTypes().forEach(message -> addFacts(message, facts));
        file.getEnumTypes().forEach(type -> facts.add(facts(type)));
        file.getExtensions().forEach(field -> facts.add(facts(field)));
        return facts;
    }

    private static void addFacts(Descriptor message, List<String> facts) {
        facts.add(message.getFullName()
                + message.getOptions().getMapEntry()
                + message.getOptions().getDeprecated()
                + message.toProto().getExtensionRangeList().stream()
                        .map(range -> range.getStart() + "-" + range.getEnd())
                        .toList()
                + message.toProto().getReservedRangeList()
                + message.toProto().getReservedNameList()
                + names(message.getOneofs())
                + names(message.getRealOneofs()));
        message.getFields().forEach(field -> facts.add(facts(field)));
        message.getExtensions().forEach(field -> facts.add(facts(field)));
        message.getEnumTypes().forEach(type -> facts.add(facts(type)));
        message.getNestedTypes().forEach(nested -> addFacts(nested, facts));
    }

    private static String facts(FieldDescriptor field) {
        OneofDescriptor oneof = field.getContainingOneof();
        boolean message = field.getJavaType() == FieldDescriptor.JavaType.MESSAGE;
        return Stream.of(
                        field.getFullName(),
                        field.getNumber(),
                        field.getType(),
                        field.isRepeated(),
                        field.isRequired(),
                        field.hasPresence(),
                        field.isPacked(),
                        field.isMapField(),
                        field.getJsonName(),
                        field.getOptions().getDeprecated(),
                        field.getContainingType().getFullName(),
                        message || field.isRepeated() ? "" : defaultOf(field),
                        message ? field.getMessageType().getFullName() : "",
                        oneof == null ? "" : oneof.getName())
                .map(String::valueOf)
                .toList()
                .toString();
    }

    private static Object defaultOf(FieldDescriptor field) {
        return field.getDefaultValue() instanceof ByteString bytes
                ? TextFormat.escapeBytes(bytes)
                : field.getDefaultValue();
    }

    private static String facts(EnumDescriptor type) {
        return type.getFullName()
                + type.isClosed()
                + type.getOptions().getAllowAlias()
                + type.getValues().stream()
                        .map(value -> value.getFullName() + "=" + value.getNumber())
                        .toList()
                + type.toProto().getReservedRangeList()
                + type.toProto().getReservedNameList();
    }

    private static List<String> names(List<? extends GenericDescriptor> descriptors) {
        return descriptors.stream().map(GenericDescriptor::getName).toList();
    }
}
