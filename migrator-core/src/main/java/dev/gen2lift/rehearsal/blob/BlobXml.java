package dev.gen2lift.rehearsal.blob;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.xml.stream.XMLOutputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamWriter;

/** The XML documents of the Blob service's answers. */
final class BlobXml {

    static final String CONTENT_TYPE = "application/xml";

    private BlobXml() {}

    static byte[] error(String code, String message, Map<String, String> details) {
        return document(xml -> {
            xml.writeStartElement("Error");
            element(xml, "Code", code);
            element(xml, "Message", message);
            for (Map.Entry<String, String> detail : details.entrySet()) {
                element(xml, detail.getKey(), detail.getValue());
            }
            xml.writeEndElement();
        });
    }

    static byte[] pageList(List<ByteRange> ranges, Optional<String> nextMarker) {
        return document(xml -> {
            xml.writeStartElement("PageList");
            for (ByteRange range : ranges) {
                xml.writeStartElement("PageRange");
                element(xml, "Start", Long.toString(range.start()));
                element(xml, "End", Long.toString(range.end() - 1));
                xml.writeEndElement();
            }
            element(xml, "NextMarker", nextMarker.orElse(""));
            xml.writeEndElement();
        });
    }

    static byte[] containers(String endpoint, Collection<Container> containers) {
        return document(xml -> {
            xml.writeStartElement("EnumerationResults");
            xml.writeAttribute("ServiceEndpoint", endpoint);
            xml.writeStartElement("Containers");
            for (Container container : containers) {
                xml.writeStartElement("Container");
                element(xml, "Name", container.name());
                xml.writeStartElement("Properties");
                element(xml, "Last-Modified", HttpTime.of(container.created()));
                element(xml, "Etag", container.etag());
                xml.writeEndElement();
                xml.writeEndElement();
            }
            xml.writeEndElement();
            element(xml, "NextMarker", "");
            xml.writeEndElement();
        });
    }

    static byte[] blobs(
            String endpoint, Container container, Map<String, PageBlob> blobs, Optional<String> nextMarker) {
        return document(xml -> {
            xml.writeStartElement("EnumerationResults");
            xml.writeAttribute("ServiceEndpoint", endpoint);
            xml.writeAttribute("ContainerName", container.name());
            xml.writeStartElement("Blobs");
            for (Map.Entry<String, PageBlob> entry : blobs.entrySet()) {
                PageBlob blob = entry.getValue();
                xml.writeStartElement("Blob");
                element(xml, "Name", entry.getKey());
                xml.writeStartElement("Properties");
                element(xml, "Creation-Time", HttpTime.of(blob.created()));
                element(xml, "Last-Modified", HttpTime.of(blob.lastModified()));
                element(xml, "Etag", blob.etag());
                element(xml, "Content-Length", Long.toString(blob.size()));
                element(
                        xml,
                        "Content-Type",
                        blob.headers().getOrDefault("content-type", BlobOperations.DEFAULT_CONTENT_TYPE));
                element(xml, "x-ms-blob-sequence-number", Long.toString(blob.sequence()));
                element(xml, "BlobType", "PageBlob");
                element(xml, "LeaseStatus", "unlocked");
                element(xml, "LeaseState", "available");
                element(xml, "ServerEncrypted", "true");
                xml.writeEndElement();
                xml.writeEndElement();
            }
            xml.writeEndElement();
            element(xml, "NextMarker", nextMarker.orElse(""));
            xml.writeEndElement();
        });
    }

    private interface Body {
        void write(XMLStreamWriter xml) throws XMLStreamException;
    }

    private static byte[] document(Body body) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try {
            XMLStreamWriter xml = XMLOutputFactory.newFactory().createXMLStreamWriter(bytes, "UTF-8");
            xml.writeStartDocument(StandardCharsets.UTF_8.name(), "1.0");
            body.write(xml);
            xml.writeEndDocument();
            xml.close();
            return bytes.toByteArray();
        } catch (XMLStreamException e) {
            throw new IllegalStateException("XML in memory cannot fail", e);
        }
    }

    private static void element(XMLStreamWriter xml, String name, String value) throws XMLStreamException {
        xml.writeStartElement(name);
        xml.writeCharacters(value);
        xml.writeEndElement();
    }
}
