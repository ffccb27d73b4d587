// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/dashboard/cluster_reader.h"
#include "models/history/history.h"
#include "models/items/pod_table.h"
#include "ui/theme/theme.h"
#include "ui/widgets/facts_grid.h"

#include <QFrame>

#include <functional>

class QLabel;
class QPushButton;
class QTabBar;
class QVBoxLayout;

namespace cocoon::ui {

class Chip;
class CodeView;
class ElidedLabel;
class EventsView;
class LogView;
class ObjectFeed;
class PageStack;
class StartView;
class YamlView;

/// What is known about the row that is selected: overview with the start, PeerPod and VSI, YAML, events, log.
class PodDetail : public QFrame {
    Q_OBJECT
public:
    enum Tab { Overview, Server, Yaml, Events, Logs };

    PodDetail(const Theme& theme, dashboard::PodStore& store, dashboard::ClusterReader& reader, QWidget* parent = nullptr);
    void show(const items::PodTable::Ref& ref, bool isAttested);
    /// The same row, newer facts.
    void refresh();
    /// An object of another kind: YAML and events only.
    void showObject(const dashboard::KindInfo& kind, const dashboard::KindPage::Row& row);
    /// Ages and costs go on when nothing else does.
    void tick();
    /// Asks anew for what is on screen and is not watched.
    void readAgain();
    void openTab(Tab tab);
    Tab tab() const;
    QString yaml() const;
    /// In which states a server (by its id) or a pod (by its uid) was seen before, oldest first.
    using States = std::function<QList<history::StateSpan>(const QString& id)>;
    void setStates(States ofServer, States ofPod)
    {
        m_serverStates = std::move(ofServer);
        m_podStates = std::move(ofPod);
    }
    /// What shows the object in a shell, for the button that copies it.
    void setCommand(std::function<QString()> command) { m_command = std::move(command); }

Q_SIGNALS:
    void removeWanted(const QString& vsi); ///< of a VSI nobody owns; what is removed is shown first

protected:
    void resizeEvent(QResizeEvent* event) override;

private:
    void showLog();
    QWidget* makeOverview();
    QWidget* makeServer();
    QWidget* makeNext();
    void fillPod(const dashboard::PodRow& pod);
    void fillLost(const dashboard::LostServer& lost);
    QLayout* makeActions();
    void refreshActions();
    QList<history::StateSpan> statesOf(const QString& vsi) const;
    QList<FactsGrid::Fact> serverFacts(const dashboard::Server& server) const;
    void showServers(const QList<std::pair<QString, dashboard::Server>>& servers);
    void read();
    void fillStart();
    void fillContainers();
    void tabChanged();

    const Theme& m_theme;
    dashboard::PodStore& m_store;
    dashboard::ClusterReader& m_reader;
    items::PodTable::Ref m_ref;
    bool m_isAttested = false;
    dashboard::KindInfo m_kind;
    QString m_ns;
    QString m_name;
    QString m_uid;
    QString m_version; ///< that YAML and start were read at
    ElidedLabel* m_title;
    ElidedLabel* m_subtitle;
    Chip* m_chip;
    QTabBar* m_tabs;
    PageStack* m_pages;
    QLabel* m_why = nullptr;
    QLabel* m_startTitle = nullptr;
    StartView* m_start = nullptr;
    FactsGrid* m_facts = nullptr;
    QLabel* m_evidenceTitle = nullptr;
    QLabel* m_evidence = nullptr;
    QWidget* m_next = nullptr; ///< the command that removes what nobody owns
    CodeView* m_nextCode = nullptr;
    QVBoxLayout* m_servers = nullptr;
    QList<std::pair<QString, dashboard::Server>> m_shownServers;
    QList<FactsGrid*> m_serverFacts;
    YamlView* m_yaml;
    EventsView* m_events;
    ObjectFeed* m_feed;
    LogView* m_log;
    QPushButton* m_logs;
    QPushButton* m_copy;
    QPushButton* m_remove;
    bool m_isOrphan = false;
    bool m_isStarting = false;
    std::function<QString()> m_command;
    States m_serverStates;
    States m_podStates;
};

} // namespace cocoon::ui
