package dev.gen2lift.inventory.configuration;

import dev.gen2lift.disk.BadImageException;
import dev.gen2lift.inventory.text.WindowsText;
import java.io.ByteArrayInputStream;
import java.io.StringReader;
import java.util.ArrayDeque;
import java.util.Base64;
import java.util.Deque;
import java.util.Locale;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLResolver;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;
import org.jspecify.annotations.Nullable;

/**
 * A machine's configuration as Windows Server 2008 to 2012 R2 write it: elements are settings, their attribute
 * {@code type} says of which kind. A document type declaration is refused, so there are no entities to expand or fetch.
 */
final class XmlConfiguration {

    /** Levels of elements; real files have fewer than ten. */
    static final int MAX_DEPTH = 64;

    /** Elements; a real file has some hundreds. */
    static final int MAX_ELEMENTS = 200_000;

    private static final String STRUCTURE = "XML configuration";

    private XmlConfiguration() {}

    /** The tree below the unnamed root. */
    static Settings read(String name, byte[] bytes) throws BadImageException {
        XMLInputFactory factory = XMLInputFactory.newDefaultFactory();
        factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
        factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
        factory.setProperty(XMLInputFactory.IS_COALESCING, true);
        XMLResolver none = (publicId, systemId, baseUri, namespace) -> new ByteArrayInputStream(new byte[0]);
        factory.setXMLResolver(none);
        try {
            XMLStreamReader reader = factory.createXMLStreamReader(new StringReader(WindowsText.decode(name, bytes)));
            try {
                return read(name, reader);
            } finally {
                reader.close();
            }
        } catch (XMLStreamException e) {
            int offset =
                    e.getLocation() == null ? 0 : Math.max(0, e.getLocation().getCharacterOffset());
            throw new BadImageException(
                    BadImageException.Kind.CORRUPT, name, STRUCTURE, offset, "it is not well-formed XML");
        } catch (RuntimeException e) {
            // the parser of the JDK throws these at some malformed declarations
            throw new BadImageException(
                    BadImageException.Kind.CORRUPT, name, STRUCTURE, 0, "it is not well-formed XML");
        }
    }

    private static Settings read(String name, XMLStreamReader reader) throws XMLStreamException, BadImageException {
        Settings root = new Settings("");
        Deque<Settings> open = new ArrayDeque<>();
        open.push(root);
        int elements = 0;
        String type = "";
        StringBuilder text = new StringBuilder();
        while (reader.hasNext()) {
            switch (reader.next()) {
                case XMLStreamConstants.DTD ->
                    throw bad(BadImageException.Kind.UNSUPPORTED, name, reader, "a document type declaration");
                case XMLStreamConstants.START_ELEMENT -> {
                    if (++elements > MAX_ELEMENTS || open.size() > MAX_DEPTH) {
                        throw bad(BadImageException.Kind.LIMIT, name, reader, "too many elements, or too deep");
                    }
                    open.push(open.element().child(reader.getLocalName()));
                    String given = reader.getAttributeValue(null, "type");
                    type = given == null ? "" : given.toLowerCase(Locale.ROOT);
                    text.setLength(0);
                }
                case XMLStreamConstants.CHARACTERS, XMLStreamConstants.CDATA -> text.append(reader.getText());
                case XMLStreamConstants.END_ELEMENT -> {
                    Settings element = open.pop();
                    Object value = value(type, text.toString());
                    if (value != null) {
                        element.set(value);
                    }
                    type = "";
                    text.setLength(0);
                }
                default -> {}
            }
        }
        return root;
    }

    /** The value of an element; null where it has none, or one that is not of its type. */
    private static @Nullable Object value(String type, String text) {
        try {
            return switch (type) {
                case "string" -> text;
                case "integer" -> Long.valueOf(text.trim());
                case "bool" -> Boolean.valueOf(text.trim().toLowerCase(Locale.ROOT));
                case "bytes" -> Base64.getMimeDecoder().decode(text);
                default -> null;
            };
        } catch (IllegalArgumentException e) {
            return null;
        }
    }

    private static BadImageException bad(
            BadImageException.Kind kind, String name, XMLStreamReader reader, String reason) {
        return new BadImageException(
                kind, name, STRUCTURE, Math.max(0, reader.getLocation().getCharacterOffset()), reason);
    }
}
