// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QJsonObject>
#include <QMap>
#include <QSet>

namespace cocoon::dashboard {

using TextMap = QMap<QString, QString>;

/// Keeps one copy of every text that many rows share: namespaces, workers, owners, whole sets of labels. What tens of thousands
/// of rows cost is what they do not share.
class Interner {
public:
    QString text(const QString& text);
    TextMap map(const QJsonObject& object);

private:
    QSet<QString> m_texts;
    QHash<QString, TextMap> m_maps;
};

} // namespace cocoon::dashboard
