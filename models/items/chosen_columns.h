// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/dashboard/interner.h"

#include <QStringList>

namespace cocoon::items {

/// A table of which somebody chooses the columns: fixed ones, and labels and annotations ("label:app",
/// "annotation:example.com/owner") as further ones behind them.
class ChosenColumns {
public:
    virtual ~ChosenColumns() = default;
    virtual QString settingsGroup() const = 0; ///< where the choice is kept
    virtual int fixedColumns() const = 0;
    virtual int nameColumn() const = 0; ///< always shown
    virtual QString columnId(int column) const = 0; ///< stable
    virtual QStringList standardColumns() const = 0; ///< ids
    virtual const QStringList& extraColumns() const = 0;
    virtual void setExtraColumns(const QStringList& columns) = 0;
    /// Keys of the labels (else annotations) of what is in the table, the commonest first.
    virtual QStringList commonKeys(bool isLabel) const = 0;

protected:
    /// Counts the keys of many objects.
    class KeyCount {
    public:
        void add(const dashboard::TextMap& map);
        void add(const QJsonObject& map);
        QStringList commonest() const;

    private:
        QHash<QString, int> m_counts;
    };
    static QString extraText(const QString& column, const dashboard::TextMap& labels, const dashboard::TextMap& annotations);
    static QString extraText(const QString& column, const QJsonObject& labels, const QJsonObject& annotations);
    static QString extraHeader(const QString& column);
};

} // namespace cocoon::items
