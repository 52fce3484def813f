package dev.gen2lift.inventory.winrm;

import dev.gen2lift.inventory.cim.CimRow;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;

/**
 * What a host answers: instances, and the context to go on with; or a fault. Hostile like a file: no document types, a
 * limited depth.
 *
 * @param context to pull more with; empty where these were the last
 */
record WsManAnswer(List<CimRow> rows, Optional<String> context, Optional<String> fault) {

    private static final int MAX_DEPTH = 64;
    private static final String NIL_NAMESPACE = "http://www.w3.org/2001/XMLSchema-instance";

    /** What hosts say of a class or namespace that they do not have: WS-Addressing's subcode, and WMI's own codes. */
    private static final List<String> UNKNOWN =
            List.of("DestinationUnreachable", "2147749902", "2147749904", "0x8004100e", "0x80041010", "2150859002");

    boolean isUnknownClass() {
        return fault.filter(text -> UNKNOWN.stream().anyMatch(text::contains)).isPresent();
    }

    static WsManAnswer read(String host, byte[] answer) throws IOException {
        XMLInputFactory factory = XMLInputFactory.newDefaultFactory();
        factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
        factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
        factory.setProperty(XMLInputFactory.IS_COALESCING, true);
        try {
            XMLStreamReader reader = factory.createXMLStreamReader(new ByteArrayInputStream(answer));
            try {
                return read(reader);
            } finally {
                reader.close();
            }
        } catch (XMLStreamException | RuntimeException e) {
            throw new IOException("the answer is no WS-Management (" + host + ")", e);
        }
    }

    private static WsManAnswer read(XMLStreamReader reader) throws XMLStreamException {
        List<CimRow> rows = new ArrayList<>();
        String context = "";
        boolean ended = false;
        boolean fault = false;
        boolean body = false;
        StringBuilder words = new StringBuilder();
        while (reader.hasNext()) {
            int event = reader.next();
            if (event == XMLStreamConstants.DTD) {
                throw new XMLStreamException("a document type declaration");
            }
            if (event == XMLStreamConstants.CHARACTERS && fault && words.length() < 4096) {
                words.append(reader.getText().strip()).append(' ');
            }
            if (event != XMLStreamConstants.START_ELEMENT) {
                continue;
            }
            switch (reader.getLocalName()) {
                case "Body" -> body = true;
                case "Fault" -> fault = true;
                case "EnumerationContext" -> context = reader.getElementText().strip();
                case "EndOfSequence" -> ended = true;
                case "Items" -> {
                    if (body) {
                        items(reader, rows);
                    }
                }
                default -> {
                    String code = reader.getAttributeValue(null, "Code");
                    if (fault && code != null) {
                        words.append("code ").append(code).append(' ');
                    }
                }
            }
        }
        if (!fault && !body) {
            throw new XMLStreamException("no body");
        }
        return new WsManAnswer(
                rows,
                ended || context.isEmpty() ? Optional.empty() : Optional.of(context),
                fault ? Optional.of(words.toString().strip().replaceAll("\\s+", " ")) : Optional.empty());
    }

    private static void items(XMLStreamReader reader, List<CimRow> rows) throws XMLStreamException {
        while (reader.nextTag() == XMLStreamConstants.START_ELEMENT) {
            Map<String, Object> properties = new LinkedHashMap<>();
            while (reader.nextTag() == XMLStreamConstants.START_ELEMENT) {
                property(reader, properties);
            }
            rows.add(new CimRow(properties));
        }
    }

    /** A property; one that occurs again is a list. A time, or a reference to an instance, has elements of its own inside. */
    private static void property(XMLStreamReader reader, Map<String, Object> properties) throws XMLStreamException {
        String name = reader.getLocalName();
        boolean nil = "true".equals(reader.getAttributeValue(NIL_NAMESPACE, "nil"));
        StringBuilder text = new StringBuilder();
        Deque<String> open = new ArrayDeque<>();
        open.push(name);
        while (!open.isEmpty()) {
            switch (reader.next()) {
                case XMLStreamConstants.START_ELEMENT -> {
                    if (open.size() > MAX_DEPTH) {
                        throw new XMLStreamException("too deep");
                    }
                    open.push(reader.getLocalName());
                    String selector = reader.getAttributeValue(null, "Name");
                    if (selector != null && reader.getLocalName().equals("Selector")) {
                        text.append('.').append(selector).append("=\"");
                    }
                }
                case XMLStreamConstants.CHARACTERS, XMLStreamConstants.CDATA -> text.append(reader.getText());
                case XMLStreamConstants.END_ELEMENT -> {
                    if (open.pop().equals("Selector")) {
                        text.append('"');
                    }
                }
                default -> {}
            }
        }
        if (nil) {
            return;
        }
        Object known = properties.get(name);
        if (known == null) {
            properties.put(name, text.toString());
        } else if (known instanceof List<?> list) {
            List<Object> more = new ArrayList<>(list);
            more.add(text.toString());
            properties.put(name, more);
        } else {
            properties.put(name, List.of(known, text.toString()));
        }
    }
}
