// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/dashboard/cluster_reader.h"

#include <QComboBox>

namespace cocoon::ui {

/// All namespaces, or one of them. They are read again whenever somebody looks at the list; what is chosen stays, whatever that
/// says. Who may not list them types the own one.
class NamespaceBox : public QComboBox {
    Q_OBJECT
public:
    explicit NamespaceBox(dashboard::ClusterReader& reader, QWidget* parent = nullptr);
    QString ns() const { return currentData().toString(); } ///< "" = all
    void choose(const QString& ns); ///< also one that is not listed; tells nobody
    void read();
    void showPopup() override;

Q_SIGNALS:
    void chosen(const QString& ns); ///< by the user

private:
    void take(const QStringList& names);
    void setTyped(bool isTyped);

    dashboard::ClusterReader& m_reader;
    bool m_isReading = false;
};

} // namespace cocoon::ui
