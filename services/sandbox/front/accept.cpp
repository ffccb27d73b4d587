// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "services/sandbox/front/accept.h"

namespace cocoon::sandbox {

QList<MediaRange> parseAccept(const QByteArray& header)
{
    QList<MediaRange> ranges;
    const QList<QByteArray> entries = header.split(',');
    for (const QByteArray& entry : entries) {
        const QList<QByteArray> parts = entry.split(';');
        MediaRange range { parts.value(0).trimmed().toLower(), {} };
        if (range.type.isEmpty()) {
            continue;
        }
        for (const QByteArray& part : parts.mid(1)) {
            const qsizetype equals = part.indexOf('=');
            if (equals > 0) {
                range.parameters.insert(part.left(equals).trimmed().toLower(), part.mid(equals + 1).trimmed());
            }
        }
        ranges.append(range);
    }
    return ranges;
}

Wanted negotiate(const QByteArray& acceptHeader)
{
    Wanted wanted;
    const QList<MediaRange> ranges = parseAccept(acceptHeader);
    if (ranges.isEmpty()) {
        return wanted;
    }
    for (const MediaRange& range : ranges) {
        const bool isJson = range.type == "application/json" || range.type == "*/*" || range.type == "application/*";
        const QByteArray as = range.parameter("as");
        const QByteArray version = range.parameter("v");
        if (!isJson && range.type != "application/yaml") {
            continue; // protobuf is not spoken here; every client names JSON as well
        }
        if (as.isEmpty()) {
            wanted.yaml = range.type == "application/yaml";
            return wanted;
        }
        if (!isJson) {
            continue;
        }
        if (as == "Table" && (version == "v1" || version == "v1beta1")) {
            wanted.table = true;
            wanted.tableVersion = version;
            return wanted;
        }
        if (as == "APIGroupDiscoveryList" && (version == "v2" || version == "v2beta1")) {
            wanted.discoveryVersion = version;
            return wanted;
        }
        if (as == "PartialObjectMetadata" || as == "PartialObjectMetadataList") {
            wanted.inner = "application/json;as=" + as + ";v=" + version + ";g=meta.k8s.io,application/json";
            return wanted;
        }
    }
    wanted.acceptable = false;
    return wanted;
}

} // namespace cocoon::sandbox
