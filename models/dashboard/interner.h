// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QJsonObject>
#include <QMap>
#include <QSet>

namespace cocoon::dashboard {

using TextMap = QMap<QString, QString>;

/// Keeps one copy of every text that many rows share: namespaces, workers, owners, whole sets of labels. What tens of thousands
/// of rows cost is what they do not share. What no row has any more is let go of now and then: a watch may last for weeks, and every
/// Job brings labels of its own.
class Interner {
public:
    QString text(const QString& text);
    TextMap map(const QJsonObject& object);
    qsizetype size() const { return m_texts.size() + m_maps.size(); }

private:
    void sweep(); ///< when there is twice as much as after the last one

    QSet<QString> m_texts;
    QHash<QString, TextMap> m_maps;
    qsizetype m_limit = 4096;
};

} // namespace cocoon::dashboard
